"""Numbers and lists that would make a rule mean nothing: nobody may vote, no time is given, a word stands twice."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from govern.constituencies.rulebook.book.checks.naming import PLAIN
from govern.constituencies.rulebook.book.problems import Path, Problem
from govern.constituencies.rulebook.book.tables import Tables
from govern.sentences import Sentence

YEARS_OF_THIRDS = 3
WEIGHTED_ONLY = ("weight_floor", "weight_ceiling")
#: Numbers of which 0 would say that nothing ever happens.
AT_LEAST_ONE = (
    ("consultation", "min_cell"),
    ("minutes", "keep_years"),
    ("ballot", "privacy_floor"),
)


def somebody_votes(tables: Tables) -> Iterator[Problem]:
    if all(group.votes == "none" for group in tables.constituencies):
        wrong = Sentence("Nobody would have a vote. Give one group votes = “full”.")
        yield Problem(("constituency",), wrong)
    elif not any(group.votes == "full" for group in tables.constituencies):
        wrong = Sentence("A ceiling is a share of the other votes, and there are none. Give a group votes = “full”.")
        yield Problem(("constituency",), wrong)


def somebody_can_belong(tables: Tables) -> Iterator[Problem]:
    for number, group in enumerate(tables.constituencies):
        if not group.natural_persons and not group.organisations:
            wrong = Sentence("Neither people nor organisations could belong to it. Write true for one of them.")
            yield Problem(("constituency", number, "natural_persons"), wrong)
        if group.representative_required and not group.organisations:
            wrong = Sentence("Only organisations have representatives. Write organisations = true.")
            yield Problem(("constituency", number, "representative_required"), wrong)
        if not group.eligibility:
            wrong = Sentence("What is needed to belong? Write at least one condition.")
            yield Problem(("constituency", number, "eligibility"), wrong)


def weights_and_ceilings_leave_a_vote(tables: Tables) -> Iterator[Problem]:
    floor, ceiling = tables.voting.weight_floor, tables.voting.weight_ceiling
    if floor is not None and ceiling is not None and floor > ceiling:
        wrong = Sentence("The floor is above the ceiling. Write a smaller floor.")
        yield Problem(("voting", "weight_floor"), wrong)
    for number, group in enumerate(tables.constituencies):
        for key in ("weight", "vote_cap"):
            if getattr(group, key) == 0:
                wrong = Sentence("With 0 its votes count for nothing. Write a share, or votes = “none”.")
                yield Problem(("constituency", number, key), wrong)
        if group.vote_cap == 1:
            wrong = Sentence("A ceiling of all is none. Write votes = “full” and no vote_cap, or a smaller share.")
            yield Problem(("constituency", number, "vote_cap"), wrong)


def floors_and_ceilings_are_of_weights(tables: Tables) -> Iterator[Problem]:
    for key in WEIGHTED_ONLY:
        given = getattr(tables.voting, key) is not None
        if given and all(group.weight is None for group in tables.constituencies):
            yield Problem(("voting", key), Sentence("No group has a weight here. Take it out, or give weights."))


def numbers_are_not_nothing(tables: Tables) -> Iterator[Problem]:
    for table, key in AT_LEAST_ONE:
        if getattr(getattr(tables, table), key) == 0:
            yield Problem((table, key), Sentence("0 would mean never. Write 1 or more."))
    for number, layer in enumerate(tables.forum_layers):
        for key in ("meets_per_year", "respond_within_days", "facilitator_rotation_months", "quorum_number"):
            if getattr(layer, key) == 0:
                yield Problem(("forum_layer", number, key), Sentence("0 would mean never. Write 1 or more."))


def rotation_fits_the_term(tables: Tables) -> Iterator[Problem]:
    """When a third retires each year, everybody serves three years (W13)."""
    if tables.terms.rotation == "thirds" and tables.terms.years < YEARS_OF_THIRDS:
        wrong = Sentence("When a third stands down each year, a term is 3 years or longer. Write years = 3.")
        yield Problem(("terms", "years"), wrong)
    if tables.terms.rotation == "all" and tables.terms.years == 0:
        wrong = Sentence("When all stand down together, it is after some years. Write 1 or more.")
        yield Problem(("terms", "years"), wrong)


def quorums_can_be_met(tables: Tables) -> Iterator[Problem]:
    seats = {body.id: body.seats for body in tables.bodies}
    for number, quorum in enumerate(tables.quorums):
        if quorum.number == 0:
            yield Problem(("quorum", number, "number"), Sentence("Nobody would be needed. Write 1 or more."))
        if 0 < seats.get(quorum.body, 0) < quorum.number and quorum.rule != "lesser":
            wrong = Sentence(
                "More are needed than there are seats ({seats}). Write a smaller number.", seats=seats[quorum.body]
            )
            yield Problem(("quorum", number, "number"), wrong)
        if quorum.body == "general" and quorum.of == "seats_filled":
            wrong = Sentence("A general meeting has no seats. Write of = “roll”.")
            yield Problem(("quorum", number, "of"), wrong)
        if quorum.max_represented_share is not None and not {"proxy", "peer"} & set(quorum.counts):
            wrong = Sentence("Nobody represented is counted here. Take it out, or count “proxy” or “peer”.")
            yield Problem(("quorum", number, "max_represented_share"), wrong)


def proxies_can_be_used(tables: Tables) -> Iterator[Problem]:
    proxy = tables.proxy
    if proxy.allowed and proxy.holder == "none":
        wrong = Sentence("Proxies are allowed, but nobody may be one. Write who may.")
        yield Problem(("proxy", "holder"), wrong)
    if proxy.allowed and proxy.max_per_holder == 0:
        wrong = Sentence("Proxies are allowed, but nobody may hold one. Write 1 or more.")
        yield Problem(("proxy", "max_per_holder"), wrong)
    if not proxy.allowed and proxy.holder_attends:
        wrong = Sentence("Nobody is sent here, so nobody has to come. Take it out, or allow proxies.")
        yield Problem(("proxy", "holder_attends"), wrong)


def peers_have_votes_to_carry(tables: Tables) -> Iterator[Problem]:
    votes = {group.id: group.votes for group in tables.constituencies}
    if not tables.peer.enabled:
        return
    for group in tables.peer.constituencies:
        if votes.get(group) == "none":
            wrong = Sentence("“{group}” has no vote, so a peer has none to carry.", group=group)
            yield Problem(("peer", "constituencies"), wrong)
    for key in ("max_represented", "opt_in_renew_months", "term_months"):
        if getattr(tables.peer, key) == 0:
            yield Problem(("peer", key), Sentence("0 would mean never. Write 1 or more."))


def forums_keep_their_size(tables: Tables) -> Iterator[Problem]:
    for number, layer in enumerate(tables.forum_layers):
        least, most = layer.size_min, layer.size_max
        if most is not None and least is not None and least > most:
            wrong = Sentence("The smallest size is above the largest ({most}). Write a smaller one.", most=most)
            yield Problem(("forum_layer", number, "size_min"), wrong)
        if 0 in (least, most):
            yield Problem(
                ("forum_layer", number, "size_min" if least == 0 else "size_max"),
                Sentence("A forum of nobody. Write 1 or more."),
            )
        if most is not None and layer.quorum_number > most:
            wrong = Sentence("More must be there than there may be ({most}). Write a smaller number.", most=most)
            yield Problem(("forum_layer", number, "quorum_number"), wrong)
        if layer.linked_to == layer.id:
            wrong = Sentence("It is linked to itself. Write another layer, or nothing.")
            yield Problem(("forum_layer", number, "linked_to"), wrong)


def answers_and_appeals_can_happen(tables: Tables) -> Iterator[Problem]:
    recommendation = tables.recommendation
    if not recommendation.dispositions:
        yield Problem(("recommendation", "dispositions"), Sentence("How can it be answered? Write at least one way."))
    appeal = recommendation.appeal
    if appeal is not None and (appeal.people == 0 or not appeal.steps):
        wrong = Sentence("An appeal needs people and somewhere to go. Write people = 1 or more, and steps.")
        yield Problem(("recommendation", "appeal"), wrong)


def what_was_watched_is_no_mandate(tables: Tables) -> Iterator[Problem]:
    """Observation may inform, and never becomes somebody's vote."""
    for kind in tables.consultation.mandate_evidence:
        if kind not in ("stated", "chosen"):
            wrong = Sentence("Only what a person said or chose can become a vote. Write “stated” or “chosen”.")
            yield Problem(("consultation", "mandate_evidence"), wrong)


def consent_can_come_to_an_end(tables: Tables) -> Iterator[Problem]:
    consent = tables.consent
    parents = {body.id: body.parent for body in tables.bodies}
    if not consent.enabled:
        return
    if consent.bodies == ():
        yield Problem(("consent", "bodies"), Sentence("Which bodies? Write at least one, or enabled = false."))
    if consent.rounds_max == 0:
        yield Problem(("consent", "rounds_max"), Sentence("Without a round nobody consents. Write 1 or more."))
    for body in consent.bodies or ():
        if consent.fallback == "parent" and body in parents and parents[body] is None:
            wrong = Sentence("“{body}” has no parent to pass it to. Give it one, or write another way.", body=body)
            yield Problem(("consent", "fallback"), wrong)


def bodies_that_consent_may(tables: Tables) -> Iterator[Problem]:
    for number, body in enumerate(tables.bodies):
        if body.decision == "consent" and not (tables.consent.enabled and body.id in (tables.consent.bodies or ())):
            wrong = Sentence("It decides by consent, so [consent] is enabled and names it among its bodies.")
            yield Problem(("body", number, "decision"), wrong)


def the_floor_of_rankings_is_not_lower(tables: Tables) -> Iterator[Problem]:
    """An order of preference says more about a person than a yes, so its floor is not the lower one."""
    if tables.ballot.privacy_floor_stv < tables.ballot.privacy_floor:
        wrong = Sentence("Rankings say more about a person, so this is not below privacy_floor. Write more.")
        yield Problem(("ballot", "privacy_floor_stv"), wrong)


def pooled_money_is_decided_by_a_known_kind(tables: Tables) -> Iterator[Problem]:
    kind = tables.funds.pooled_budget.shared_decision
    if kind is not None and kind not in {resolution.id for resolution in tables.resolutions}:
        wrong = Sentence("Shared money is decided by “{kind}”, which is no [[resolution]] here.", kind=kind)
        yield Problem(("funds", "pooled_budget", "shared_decision"), wrong)


def funds_can_pay(tables: Tables) -> Iterator[Problem]:
    benevolent, pooled = tables.funds.benevolent, tables.funds.pooled_budget
    if benevolent.enabled and (benevolent.panel_size == 0 or benevolent.grant_max_pence == 0):
        wrong = Sentence("Who decides, and how much at most? Write panel_size and grant_max_pence.")
        yield Problem(("funds", "benevolent"), wrong)
    if pooled.enabled and not pooled.own_money_needs_own_yes:
        wrong = Sentence("Nobody's own money is spent without their own yes. Write own_money_needs_own_yes = true.")
        yield Problem(("funds", "pooled_budget"), wrong)


def welsh_notices_need_welsh(tables: Tables) -> Iterator[Problem]:
    if "welsh" in tables.notice.formats and "cy" not in tables.society.languages:
        wrong = Sentence("Notices in Welsh need “cy” among the languages of [society].")
        yield Problem(("notice", "formats"), wrong)
    if not tables.notice.formats:
        yield Problem(("notice", "formats"), Sentence("How are notices made? Write at least “standard”."))


def members_can_call_a_meeting(tables: Tables) -> Iterator[Problem]:
    by = tables.notice.requisition
    if by.members == 0 or by.share == 0:
        wrong = Sentence("Nobody at all would call a meeting. Write members = 1 or more, and a share above 0%.")
        yield Problem(("notice", "requisition"), wrong)


def ancestry_is_an_id(tables: Tables) -> Iterator[Problem]:
    origin = tables.society.derived_from
    if origin is not None and (not PLAIN.fullmatch(origin) or origin == tables.society.id):
        wrong = Sentence("Write the id of the rules that these began from, in small letters, and not their own.")
        yield Problem(("society", "derived_from"), wrong)


def lists_say_each_word_once(tables: Tables) -> Iterator[Problem]:
    yield from _twice(tables, ())


def _twice(table: msgspec.Struct, path: Path) -> Iterator[Problem]:
    """Lists with a word that stands twice, in a table and the tables inside it."""
    for field in msgspec.structs.fields(table):
        value, at = getattr(table, field.name), (*path, field.encode_name)
        if isinstance(value, msgspec.Struct):
            yield from _twice(value, at)
        for number, item in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(item, msgspec.Struct):
                yield from _twice(item, (*at, number))
            elif item in value[:number]:
                yield Problem(at, Sentence("“{word}” stands there twice. Write it once.", word=item))


CHECKS = (
    somebody_votes,
    somebody_can_belong,
    weights_and_ceilings_leave_a_vote,
    floors_and_ceilings_are_of_weights,
    numbers_are_not_nothing,
    rotation_fits_the_term,
    quorums_can_be_met,
    proxies_can_be_used,
    peers_have_votes_to_carry,
    forums_keep_their_size,
    answers_and_appeals_can_happen,
    what_was_watched_is_no_mandate,
    consent_can_come_to_an_end,
    bodies_that_consent_may,
    the_floor_of_rankings_is_not_lower,
    pooled_money_is_decided_by_a_known_kind,
    funds_can_pay,
    welsh_notices_need_welsh,
    members_can_call_a_meeting,
    ancestry_is_an_id,
    lists_say_each_word_once,
)
