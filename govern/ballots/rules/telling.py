"""What members are told before they vote: how each question is counted, and what keeps their vote secret."""

from __future__ import annotations

import math
from fractions import Fraction

from govern.ballots.deciding.explaining import needed
from govern.ballots.deciding.question import Op
from govern.ballots.deciding.shares import collapse
from govern.ballots.rules.electing import limits_on
from govern.ballots.rules.inputs import Name
from govern.ballots.rules.outcome import Rule
from govern.ballots.rules.settling import Settling
from govern.ballots.rules.stages import Method
from govern.ballots.rules.voting import PEERS
from govern.constituencies.boards.rules import who_is_counted
from govern.constituencies.rulebook.book import Rulebook, cap_limit, citation
from govern.constituencies.rulebook.book.tables import Confirmation
from govern.constituencies.rulebook.plain import matter_words
from govern.sentences import Sentence


def how_a_resolution_is_counted(
    book: Rulebook, kind: str, name: Name, *, in_a_meeting: bool, confirms: bool = False
) -> tuple[Rule, ...]:
    """Shares or heads, the threshold, each group's own agreement, blank papers; each with its rule."""
    resolution = book.resolution(kind)
    if confirms and resolution.confirm is not None:
        return _second_meeting(book, kind, resolution.confirm)
    outside = None if in_a_meeting else resolution.electronic
    wanted = outside.pass_ if outside is not None else resolution.pass_
    clause = citation(f"resolution.{kind}", book)
    told = []
    if book.basis_of(kind) == "college_weighted":
        told += _shares(book, name)
    else:
        told.append(Rule(Sentence("Each member has one vote."), citation("voting.basis", book)))
    told.append(Rule(needed(Op(wanted.op), wanted.of), clause))
    if resolution.each_class is not None:
        each = resolution.each_class
        told.append(Rule(Sentence("Each group must agree by itself too."), clause))
        told.append(Rule(Sentence("In each group: {needed}", needed=needed(Op(each.op), each.of)), clause))
    if resolution.turnout is not None:
        told.append(
            Rule(
                Sentence(
                    "Of everybody who may vote, this part must vote: {share} of 100.",
                    share=resolution.turnout.of * 100,
                ),
                clause,
            )
        )
    if resolution.confirm is not None:
        second = Sentence(
            "A second meeting must confirm it: at least {days} days after the first, at most {months} month.",
            "A second meeting must confirm it: at least {days} days after the first, at most {months} months.",
            resolution.confirm.max_months,
            days=resolution.confirm.min_days,
            months=resolution.confirm.max_months,
        )
        told.append(Rule(second, clause))
    return (*told, _blank(book))


def _second_meeting(book: Rulebook, kind: str, confirm: Confirmation) -> tuple[Rule, ...]:
    """What a vote needs that confirms an earlier decision."""
    clause = citation(f"resolution.{kind}", book)
    return (
        Rule(Sentence("This confirms a decision of an earlier meeting. Without it that decision lapses."), clause),
        Rule(Sentence("Each member has one vote."), clause),
        Rule(needed(Op(confirm.op), confirm.of), clause),
        _blank(book),
    )


def what_was_settled(book: Rulebook, kind: str, said: Settling, name: Name) -> tuple[Rule, ...]:
    """What members read about how a question came to be decided this way: its matter, who asked for more, and that
    agreement was looked for first."""
    told = []
    if said.matter is not None:
        matter = Sentence("It is about: {matter}. The rules decide this so.", matter=matter_words(said.matter))
        told.append(Rule(matter, citation(f"resolution.{kind}", book)))
    if said.raised_by is not None and said.raised_for is not None and said.raised_against is not None:
        raised = Sentence(
            "This group asked that it needs more than usual: {group}. It voted {for_} to {against} for that.",
            group=name(said.raised_by),
            for_=said.raised_for,
            against=said.raised_against,
        )
        told.append(Rule(raised, citation("voting.class_may_raise_to", book)))
    if said.consent_on is not None and said.consent_rounds is not None:
        looked = Sentence(
            "Agreement was looked for first, in {n} round on {day}. There is a vote because an objection was left.",
            "Agreement was looked for first, in {n} rounds to {day}. There is a vote because an objection was left.",
            said.consent_rounds,
            n=said.consent_rounds,
            day=said.consent_on,
        )
        told.append(Rule(looked, citation(f"resolution.{kind}", book)))
    return tuple(told)


def _shares(book: Rulebook, name: Name) -> list[Rule]:
    weights = tuple(
        Sentence("{group} {share}", group=name(group), share=weight * 100) for group, weight in book.weights().items()
    )
    shares = Sentence("Each group has a share of 100: {shares}.", shares=weights)
    if book.voting.college_result == "block":
        inside = Sentence("A group's whole share goes to the side that has more votes in it.")
    else:
        inside = Sentence("Inside a group each person's vote counts the same, and the share is split as they vote.")
    return [
        Rule(shares, citation("constituency", book)),
        Rule(inside, citation("voting.college_result", book)),
    ]


def _blank(book: Rulebook) -> Rule:
    clause = citation("voting.abstentions", book)
    if book.voting.abstentions == "count_against":
        return Rule(Sentence("A blank paper counts as against."), clause)
    return Rule(Sentence("A blank paper shows that you took part. It is not for and not against."), clause)


def how_an_election_is_counted(book: Rulebook, body: str, method: Method, seats: int) -> tuple[Rule, ...]:
    """How places are given, and the caps that bind."""
    clause = citation("peer" if body == PEERS else "seat", book)
    if method is Method.STV:
        told = [
            Rule(Sentence("You put people in order. You can stop when you like."), clause),
            Rule(
                Sentence(
                    "First choices are counted first. If that person is in already, or cannot be, "
                    "your vote goes to your next choice."
                ),
                clause,
            ),
        ]
    elif method is Method.BLOCK_VOTE:
        most = Sentence("You can choose {n} person.", "You can choose up to {n} people.", seats, n=seats)
        told = [Rule(most, clause), Rule(Sentence("The people with the most votes are elected."), clause)]
    else:
        told = [
            Rule(Sentence("You can choose as many people as you like."), clause),
            Rule(Sentence("The people with the most votes are elected."), clause),
        ]
    return (*told, *limits_told(book, body))


def limits_told(book: Rulebook, body: str) -> tuple[Rule, ...]:
    """The caps and quotas that bind an election to a body, as they stand on its pages and papers (W8)."""
    told = []
    for cap in limits_on(book, body):
        places = book.body(body).seats
        limit = cap_limit(cap, places)
        whom = who_is_counted(book, cap)
        if cap.max is not None or cap.max_count is not None:
            bound = Sentence(
                "At most {limit} of the {places} places may be held by: {whom}.",
                limit=math.floor(limit),
                places=places,
                whom=whom,
            )
        else:
            bound = Sentence(
                "At least {limit} of the {places} places are held by: {whom}.",
                limit=math.ceil(limit),
                places=places,
                whom=whom,
            )
        told.append(Rule(bound, citation(f"cap.{cap.id}", book)))
    return tuple(told)


def warnings(book: Rulebook, roll: dict[str, int], name: Name) -> tuple[Sentence, ...]:
    """What will happen to the shares of groups without members, said before anybody votes."""
    weights = book.weights()
    vacant = [group for group in weights if not roll.get(group)]
    if book.voting.basis != "college_weighted" or not vacant or len(vacant) == len(weights):
        return ()
    told = []
    for group in vacant:
        share = weights[group] * 100
        if book.voting.vacant_college == "redistribute":
            told.append(
                Sentence(
                    "{group}: nobody on the roll. Their share of {share} goes to the others.",
                    group=name(group),
                    share=share,
                )
            )
        elif book.voting.vacant_college == "count_against":
            told.append(
                Sentence(
                    "{group}: nobody on the roll. Their share of {share} counts against.",
                    group=name(group),
                    share=share,
                )
            )
        else:
            told.append(Sentence("{group}: nobody on the roll, so nothing can be carried.", group=name(group)))
    if book.voting.vacant_college == "redistribute":
        told += _at_the_ceiling(book, {g: w for g, w in weights.items() if g not in vacant}, name)
    return tuple(told)


def _at_the_ceiling(book: Rulebook, weights: dict[str, Fraction], name: Name) -> list[Sentence]:
    ceiling = book.voting.weight_ceiling
    shared = collapse(weights, ceiling)
    return [
        Sentence("{group} will come to {most}, which is the most allowed.", group=name(group), most=ceiling * 100)
        for group, share in shared.shares.items()
        if ceiling is not None and share == ceiling
    ]


def small_group(size: int) -> Sentence:
    """For voters whose group is under the privacy floor (decision 26)."""
    return Sentence(
        "Only {size} people of your group may vote here. Others may be able to guess from the result how you voted.",
        size=size,
    )
