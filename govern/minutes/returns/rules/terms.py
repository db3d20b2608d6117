"""What follows from what stands in the database: terms that end, answers owed, reviews, and what may be let go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

import msgspec

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.minutes.returns.rules.duties import Duty
from govern.minutes.returns.rules.years import months_after
from govern.permissions import Permission
from govern.sentences import Sentence

BY_VOTE = frozenset({"stv", "block_vote", "approval"})


class Ending(msgspec.Struct, frozen=True):
    """Somebody's time in one place that ends on a day: whose, where (an id and its name), until when."""

    name: str
    place: str
    place_name: Sentence | str
    until: date


class Owed(msgspec.Struct, frozen=True):
    """Something with an id that waits until a day. `title` may be read by every officer."""

    id: str
    title: str
    until: date
    done_on: date | None = None


class Drawn(msgspec.Struct, frozen=True):
    """For one body: the day of the last election or lot."""

    body: str
    last: date


def _grouped(endings: Iterable[Ending]) -> dict[tuple[str, date], list[Ending]]:
    found: dict[tuple[str, date], list[Ending]] = {}
    for one in endings:
        found.setdefault((one.place, one.until), []).append(one)
    return found


def terms_of_bodies(
    book: Rulebook, endings: Iterable[Ending], called: Mapping[str, tuple[date, ...]]
) -> Iterator[Duty]:
    """Terms that end, by body and day; and, where members elect, the day by which candidates are called for.

    `called`: on which days elections to a body were put on paper.
    """
    for (body, until), those in _grouped(endings).items():
        name = those[0].place_name
        yield Duty(
            key=f"terms-{body}-{until}",
            title=Sentence("{n} term ends: {body}", "{n} terms end: {body}", len(those), n=len(those), body=name),
            words=Sentence("Fill the seats again, or note who stays."),
            cites=(citation("terms.years", book),),
            due_on=until,
            names=tuple(one.name for one in those),
            address="office/boards/ahead",
            needs=Permission.BOARD_EDIT,
        )
        if not any(row.method in BY_VOTE for row in book.seats_of(body)):
            continue
        days = book.elections.nomination_days + book.elections.voting_days
        first = until - timedelta(days=days)
        since = months_after(until, -11)
        yield Duty(
            key=f"candidates-{body}-{until}",
            title=Sentence("Call for candidates: {body}", body=name),
            words=Sentence("Naming candidates takes {named} days and voting {voted}, before terms end on {day}.",
                           named=book.elections.nomination_days, voted=book.elections.voting_days, day=until),
            cites=(citation("elections.nomination_days", book), citation("elections.voting_days", book)),
            due_on=first,
            done_on=next((day for day in sorted(called.get(body, ())) if since <= day <= until), None),
            tick=True,
            address="office/boards/ahead",
            needs=Permission.BOARD_EDIT,
        )  # fmt: skip


def rotations(book: Rulebook, drawn: Iterable[Drawn], names: Mapping[str, str]) -> Iterator[Duty]:
    """A third stands down each year: who does is worked out before the annual general meeting."""
    for one in drawn if book.terms.rotation == "thirds" else ():
        yield Duty(
            key=f"rotation-{one.body}-{one.last}",
            title=Sentence("Work out who stands down: {body}", body=names.get(one.body, one.body)),
            words=Sentence("A third of those elected stand down each year. The last time was {day}.", day=one.last),
            cites=(citation("terms.rotation", book),),
            due_on=months_after(one.last, 12),
            tick=True,
            address=f"office/boards/{one.body}/rotation",
            needs=Permission.BOARD_EDIT,
        )


def peers(book: Rulebook, offices: Iterable[Ending], reviews: Iterable[Ending]) -> Iterator[Duty]:
    """Peers whose time ends, and mandates that members renew or let go."""
    for (group, until), those in _grouped(offices).items():
        yield Duty(
            key=f"peers-{group}-{until}",
            title=Sentence("The time of {n} peer ends: {group}", "The time of {n} peers ends: {group}", len(those),
                           n=len(those), group=those[0].place_name),
            words=Sentence("Members choose their peers again before that day."),
            cites=(citation("peer.term_months", book),),
            due_on=until,
            names=tuple(one.name for one in those),
            address="office/peers",
            needs=Permission.REGISTER_SEE,
        )  # fmt: skip
    for (_, until), those in _grouped(reviews).items():
        yield Duty(
            key=f"mandates-{those[0].place}-{until}",
            title=Sentence("{n} member is asked whether a peer goes on voting for them",
                           "{n} members are asked whether a peer goes on voting for them", len(those), n=len(those)),
            words=Sentence("Without their yes it ends by itself on that day."),
            cites=(citation("peer.opt_in_renew_months", book),),
            due_on=until,
            names=(those[0].name,),
            address="office/peers",
            needs=Permission.REGISTER_SEE,
        )  # fmt: skip


def facilitators(book: Rulebook, endings: Iterable[Ending]) -> Iterator[Duty]:
    """Terms of those who lead forums, by layer and day. Which forum it is stands on the page of forums."""
    for (layer, until), those in _grouped(endings).items():
        yield Duty(
            key=f"facilitators-{layer}-{until}",
            title=Sentence("The term of {n} facilitator ends: {layer}", "The terms of {n} facilitators end: {layer}",
                           len(those), n=len(those), layer=those[0].place_name),
            words=Sentence("The forum chooses somebody else, or decides on a longer term with reasons."),
            cites=(citation(f"forum_layer.{layer}", book),),
            due_on=until,
            names=tuple(one.name for one in those),
            address="office/forums",
            needs=Permission.FORUM_FOUND,
        )  # fmt: skip


def answers(book: Rulebook, owed: Iterable[Owed]) -> Iterator[Duty]:
    for one in owed:
        yield Duty(
            key=f"answer-{one.id}",
            title=Sentence("Answer what a forum asks"),
            words=Sentence("A recommendation waits. The time runs from the day on which it came."),
            cites=(citation("recommendation.overdue", book),),
            due_on=one.until,
            names=(one.title,) if one.title else (),
            address=f"office/recommendations/{one.id}",
            needs=Permission.RECOMMENDATION_ANSWER,
        )


def consents(book: Rulebook, owed: Iterable[Owed]) -> Iterator[Duty]:
    for one in owed:
        yield Duty(
            key=f"consent-{one.id}",
            title=Sentence("Review what was agreed by consent"),
            words=Sentence("What a body agrees by consent is looked at again on a day set when it agreed."),
            cites=(citation("consent.review_months", book),),
            due_on=one.until,
            done_on=one.done_on,
            names=(one.title,),
            address=f"office/consent/{one.id}",
            needs=Permission.CONSENT_RUN,
        )


def drafts_of_minutes(book: Rulebook, owed: Iterable[Owed]) -> Iterator[Duty]:
    """Meetings that are over: minutes are written within the days of the rules."""
    days = book.minutes.draft_within_days
    for one in owed:
        yield Duty(
            key=f"minutes-{one.id}",
            title=Sentence("Write the minutes: {meeting}", meeting=one.title),
            words=Sentence("They are drafted within {n} day of the meeting.",
                           "They are drafted within {n} days of the meeting.", days, n=days),
            cites=(citation("minutes.draft_within_days", book),),
            due_on=one.until,
            done_on=one.done_on,
            tick=True,
            address=f"office/meetings/{one.id}",
        )  # fmt: skip


def kept_papers(book: Rulebook, rolls: Iterable[Owed], minutes: Iterable[Owed]) -> Iterator[Duty]:
    """When the time ends for which rolls and papers of a vote, its table of handles, and old minutes are kept."""
    months = book.retention.rolls_and_papers_months
    for one in rolls:
        yield Duty(
            key=f"rolls-{one.id}",
            title=Sentence("Rolls and papers of a vote may go: {vote}", vote=one.title),
            words=Sentence("They are kept for {n} month after the days for a challenge.",
                           "They are kept for {n} months after the days for a challenge.", months, n=months),
            cites=(citation("retention.rolls_and_papers_months", book),),
            due_on=one.until,
            tick=True,
        )  # fmt: skip
    years = book.minutes.keep_years
    for one in minutes:
        yield Duty(
            key=f"keep-{one.id}",
            title=Sentence("The time for keeping minutes ends: {meeting}", meeting=one.title),
            words=Sentence("They are kept for {n} year. Decide whether to keep them longer.",
                           "They are kept for {n} years. Decide whether to keep them longer.", years, n=years),
            cites=(citation("minutes.keep_years", book),),
            due_on=one.until,
            tick=True,
        )  # fmt: skip


def handles(book: Rulebook, owed: Iterable[Owed]) -> Iterator[Duty]:
    """When nobody may be able any more to tell whose handle is whose, and whether that is so (decision 31)."""
    for one in owed:
        yield Duty(
            key=f"handles-{one.id}",
            title=Sentence("It is forgotten whose envelope was whose: {vote}", vote=one.title),
            words=Sentence(
                "After the days for a challenge nobody may be able to tell who is who. It happens by itself; the "
                "returning officer can do it on the page of the vote."
            ),
            cites=(citation("ballot.challenge_days", book), citation("retention.handles_days", book)),
            due_on=one.until,
            done_on=one.done_on,
            address=f"office/ballots/{one.id}",
        )


def new_rules(book: Rulebook, coming: Iterable[Owed]) -> Iterator[Duty]:
    """A version of the rules that takes effect on a day to come."""
    for one in coming:
        yield Duty(
            key=f"rules-{one.id}",
            title=Sentence("New rules take effect: version {version}", version=one.title),
            words=Sentence("Look through what changes for boards, peers and votes before that day."),
            cites=(citation("society.effective_from", book),),
            due_on=one.until,
            done_on=one.done_on,
            address="office/rules",
        )
