"""What is good to know on a notice: voting before the meeting, peers and proxies, how the days were counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from govern.constituencies.representation.rules import peers_vote
from govern.constituencies.representation.rules import proxies as proxy_rules
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.meetings import rules
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import ItemKind
from govern.sentences import Sentence

RIGHT_IN_LAW = Sentence("Companies Act 2006, section 324")
#: Legal forms whose members have the right to a proxy in law.
COMPANIES = ("company_limited_by_guarantee", "cooperative_company", "cic")


class VoteTimes(msgspec.Struct, frozen=True):
    """When a ballot of the meeting opens and closes, and the day whose members may vote in it.

    `in_the_room`: it is taken at the meeting, and what comes before is early (W18). `named`: who stands is known.
    `level_said`: how it is kept secret.
    """

    opens_at: datetime
    closes_at: datetime
    record_on: date
    in_the_room: bool = False
    named: bool = False
    level_said: Sentence | None = None


class Counted(msgspec.Struct, frozen=True):
    """How the days of a notice were counted (W20): when it went, when it counts as received by email and by post
    (none where nobody is told so), how many days must lie between, and the earliest day that this allows.

    `called_on` is the day of the first notice: who stands is named from then on.
    """

    sent_at: datetime
    by_email: datetime | None
    by_post: datetime | None
    days: int
    clear: bool
    earliest: date
    called_on: date
    meets_on: date
    binds: bool = True


def general_notes(
    meeting: Meeting,
    items: tuple[AgendaItem, ...],
    book: Rulebook,
    votes: tuple[VoteTimes, ...],
    counted: Counted | None,
) -> list[Sentence]:
    """For a meeting of the members."""
    notes = [note for vote in votes for note in vote_notes(vote, book)]
    notes += _how_votes_count(book, items)
    if book.proxy.allowed:
        notes += _proxy_notes(meeting.starts_at, book)
        if meeting.first_called_for is not None:
            notes.append(Sentence("Whoever was named before stays named. You can change it until then."))
    if peers_vote(book):
        notes += _peer_notes()
    if not votes and book.voting.early_electronic and any(i.kind in rules.VOTED_ON for i in items):
        notes.append(_early_note(book))
    return [*notes, *(_counted_notes(counted, book) if counted is not None else ())]


def vote_notes(vote: VoteTimes, book: Rulebook) -> list[Sentence]:
    """A ballot that closes before the meeting decides by itself; one that is taken there is voted on early (W18)."""
    whose = Sentence("Whoever is a member on {day} may vote in it.", day=vote.record_on)
    level = [] if vote.level_said is None else [vote.level_said]
    if vote.in_the_room:
        return [
            Sentence("You can vote early, from {opens} until the vote is taken in the meeting.", opens=vote.opens_at),
            whose,
            *level,
            _early_note(book),
        ]
    return [
        Sentence("You can vote from {opens} until {closes}.", opens=vote.opens_at, closes=vote.closes_at),
        whose,
        *level,
        Sentence("What it asks is decided by it. There is no second vote on that in the meeting."),
    ]


def naming_notes(
    item: AgendaItem, book: Rulebook, votes: tuple[VoteTimes, ...], counted: Counted | None
) -> list[Sentence]:
    """Until when somebody may be named for an election, and by how many members."""
    if item.kind is not ItemKind.ELECTION or not item.places or counted is None:
        return []
    if item.contest_id is not None and any(vote.named for vote in votes):
        return [Sentence("Nobody more can be named. Who stands is known already.")]
    opens = [vote.opens_at for vote in votes] if item.contest_id is not None else []
    before = min([*map(rules.day_of, opens), counted.meets_on]) - timedelta(days=1)
    last = min(counted.called_on + timedelta(days=book.elections.nomination_days), before)
    needed = book.elections.nominators
    lines = [Sentence("People can be named for it until the end of {day}.", day=last)]
    if needed:
        lines.append(
            Sentence("{n} member must support them.", "{n} members must support each of them.", needed, n=needed)
        )
    return lines


def _counted_notes(counted: Counted, book: Rulebook) -> list[Sentence]:
    """When it counts as received and why the meeting is late enough, as somebody can count it again (W20)."""
    received = Sentence(
        "The notice counts as received {email} hours after an email is sent and {post} hours after a letter.",
        email=book.notice.deemed_email_hours,
        post=book.notice.deemed_post_hours,
    )
    day = Sentence("This notice is sent on {day}.", day=rules.day_of(counted.sent_at))
    notes = [received, day]
    if counted.by_email is not None:
        notes.append(Sentence("By email it counts as received on {day}.", day=rules.day_of(counted.by_email)))
    if counted.by_post is not None:
        notes.append(Sentence("By post it counts as received on {day}.", day=rules.day_of(counted.by_post)))
    if not counted.binds:
        return notes
    n = counted.days
    if counted.clear:
        notes.append(
            Sentence(
                "Between the last of these days and the meeting there must be {n} clear day.",
                "Between the last of these days and the meeting there must be {n} clear days.",
                n,
                n=n,
            )
        )
        notes.append(Sentence("The day it is received and the day of the meeting do not count."))
    else:
        notes.append(
            Sentence(
                "Everybody must have it {n} day before the meeting.",
                "Everybody must have it {n} days before the meeting.",
                n,
                n=n,
            )
        )
    return [*notes, Sentence("So the earliest day for the meeting is {day}.", day=counted.earliest)]


def _peer_notes() -> list[Sentence]:
    return [
        Sentence("A peer can vote for you, if you have chosen one. If you vote yourself, only your own vote counts."),
        Sentence("You can choose a peer on the page “Peers”, or ask us for the form."),
    ]


def _how_votes_count(book: Rulebook, items: tuple[AgendaItem, ...]) -> list[Sentence]:
    """Printed because it decides results: weights, and whether a group's votes go as they fall or as one (W1, W2)."""
    weighted = [i for i in items if i.resolution and book.basis_of(i.resolution) == "college_weighted"]
    if not weighted:
        return []
    if book.voting.college_result == "block":
        return [Sentence("Votes are weighted by group. All of a group's weight goes with the majority in the group.")]
    return [
        Sentence("Votes are weighted by group. A group's weight is shared between for and against as its votes fall.")
    ]


def _proxy_notes(starts_at: datetime, book: Rulebook) -> list[Sentence]:
    """The right to name a proxy, who may be one, how, by when, how it is taken back (CA 2006 s325 for companies)."""
    proxy = book.proxy
    deadline = rules.proxy_deadline(
        starts_at, proxy.deadline_hours, skip_non_working_days=proxy.skip_non_working_days
    )
    rule = RIGHT_IN_LAW if book.society.legal_form in COMPANIES else citation("proxy.allowed", book)
    notes = [
        Sentence(
            "If you cannot come, you have the right to name a person who comes, speaks and votes for you ({rule}). "
            "{who}",
            rule=rule,
            who=proxy_rules.who_may(book),
        ),
        Sentence(
            "Name them on the meeting's page, or send us the form or a letter. We must have it by {moment}.",
            moment=deadline,
        ),
        Sentence("You can say how they vote, or let them decide.")
        if proxy.directed
        else Sentence("They decide how to vote."),
        Sentence(
            "One person can stand for {most} member at most.",
            "One person can stand for {most} members at most.",
            proxy.max_per_holder,
            most=proxy.max_per_holder,
        ),
        Sentence("You can take it back until the vote. If you vote yourself, only your own vote counts."),
    ]
    if proxy.holder_attends:
        notes.insert(3, Sentence("Where you let them decide, they have to be at the meeting."))
    return notes


def _early_note(book: Rulebook) -> Sentence:
    if book.voting.early_vote_if_attending == "discount":
        return Sentence(
            "If you vote early and then come, your early vote does not count once you are here for the vote."
        )
    return Sentence("If you vote early and then come, your early vote stays as it is.")
