"""Which rules were never used, as far as the audit record can tell (mechanism M84).

A rule is on the list when what it is about would have left a line in the record and no such line is there. What the
record cannot tell is left out, so that the list never accuses a society of what it did elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook.book import Rulebook, clause
from govern.constituencies.rulebook.queries.versions import history, in_force
from govern.constituencies.rulebook.rules import body_name, group_name
from govern.identity.rules import day_of
from govern.record import RecordLine
from govern.sentences import Sentence

ELECTED = ("stv", "block_vote", "approval")


class Unused(msgspec.Struct, frozen=True):
    """A rule that was never used: its number, its chapter's key, and what has not happened since when."""

    number: str
    table: str
    sentence: Sentence


class Trace(msgspec.Struct, frozen=True):
    """What a rule's use would have left: lines with one of these verbs whose facts hold these words."""

    path: str
    sentence: Sentence
    verbs: tuple[str, ...]
    words: tuple[str, ...] = ()


async def never_used(reading: AsyncSession, on: date, language: str) -> tuple[Unused, ...]:
    """Rules in force of whose use the record has no line, in the order of the chapters."""
    book = (await in_force(reading, on)).rulebook
    since = await _since(reading)
    if since is None:
        return ()
    found = []
    for trace in traces(book, language, since):
        if await reading.scalar(select(RecordLine.number).where(_left_by(trace)).limit(1)) is None:
            number = clause(trace.path, book)
            found.append(Unused(number, trace.path.partition(".")[0], trace.sentence))
    return tuple(sorted(found, key=lambda one: tuple(int(part) for part in one.number.split("."))))


def traces(book: Rulebook, language: str, since: date) -> Iterator[Trace]:
    """Every rule of this book whose use leaves a line, with that line."""
    for group in book.constituencies:
        if not group.closed:
            yield Trace(
                f"constituency.{group.id}",
                Sentence("Nobody has joined {group} since {day}.", group=group_name(group, language), day=since),
                ("membership.began",),
                (_fact("group", group.id),),
            )
    for body in book.bodies:
        name = body_name(body, language)
        methods = {seat.method for seat in book.seats_of(body.id)}
        if methods & set(ELECTED):
            yield Trace(
                f"body.{body.id}",
                Sentence("No member election to {body} has been held since {day}.", body=name, day=since),
                ("tenure.began",),
                (f"{_fact('body', body.id)},%{_fact('how', 'elected')}",),
            )
        elif methods:
            yield Trace(
                f"body.{body.id}",
                Sentence("Nobody has taken a seat on {body} since {day}.", body=name, day=since),
                ("tenure.began",),
                (_fact("body", body.id),),
            )
    yield from _of_meetings_and_votes(book, since)


def _of_meetings_and_votes(book: Rulebook, since: date) -> Iterator[Trace]:
    if any(seat.method in ELECTED for seat in book.seats):
        yield Trace(
            "elections.voting_days",
            Sentence("No member election has been held since {day}.", day=since),
            ("tenure.began",),
            (_fact("how", "elected"),),
        )
    if book.terms.casual_vacancy == "co_option":
        yield Trace(
            "terms.casual_vacancy",
            Sentence("Nobody has been co-opted since {day}.", day=since),
            ("tenure.began",),
            (_fact("how", "co_opted"),),
        )
    yield Trace(
        "notice.agm_days",
        Sentence("No notice of a meeting has been sent since {day}.", day=since),
        ("meeting.notice_sent",),
    )
    yield Trace(
        "quorum.general",
        Sentence("No meeting has been opened since {day}.", day=since),
        ("meeting.opened",),
    )
    yield Trace(
        "roll.freeze",
        Sentence("No list of voters has been fixed since {day}.", day=since),
        ("ballot.frozen",),
    )
    yield Trace(
        "voting.basis",
        Sentence("No result of a vote has been declared since {day}.", day=since),
        ("ballot.declared",),
    )
    yield Trace(
        "ballot.challenge_days",
        Sentence("Nobody has questioned a result since {day}.", day=since),
        ("ballot.challenged",),
    )
    yield Trace(
        "minutes.draft_within_days",
        Sentence("No minutes have been drafted since {day}.", day=since),
        ("minutes.drafted",),
    )


async def _since(reading: AsyncSession) -> date | None:
    """The day from which the record could tell: when the first rules came into this service."""
    versions = await history(reading)
    return day_of(versions[-1].adopted_at) if versions else None


def _left_by(trace: Trace) -> ColumnElement[bool]:
    of_verbs = RecordLine.verb.in_(trace.verbs)
    if not trace.words:
        return of_verbs
    return and_(of_verbs, or_(*(func.coalesce(RecordLine.facts, "").like(f"%{words}%") for words in trace.words)))


def _fact(key: str, value: str) -> str:
    """A fact as the record writes it, safe inside a LIKE: ids hold no % and only `_`, which matches itself too."""
    return f'"{key}":"{value}"'
