"""What officers ask: what is missing, how voting goes, who says a vote is not theirs. Never who has voted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.models import Ballot, Candidate, Challenge, Contest, CountRun, Reminder
from govern.ballots.queries.gathering import (
    Gathered,
    easy_lines_of,
    facts_of,
    floors,
    gather,
    group_name,
    is_bound,
    roll_by_style,
    settling_of,
    style_name,
    voted_by_style,
)
from govern.ballots.queries.guarding import guards_of
from govern.ballots.queries.members import candidate_view, options_in
from govern.ballots.queries.office_views import (
    ChallengeView,
    ContestWording,
    CountRunView,
    GroupTurnout,
    OfficeBallot,
    ReminderView,
    Watch,
)
from govern.ballots.rules import Answer, Stage, Step
from govern.ballots.rules.secrecy import level_in_short
from govern.ballots.rules.telling import warnings
from govern.ballots.seal.documents import Level
from govern.ballots.seal.fingerprint import fingerprint
from govern.constituencies.rulebook.plain import decision_name
from govern.database import in_language
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.record import RecordLine
from govern.sentences import Sentence

WATCHED = (Stage.OPEN, Stage.CLOSED, Stage.COUNTED, Stage.DECLARED)


async def office_ballot(reading: AsyncSession, ballot_id: UUID, *, language: str, at: datetime) -> OfficeBallot:
    """A ballot for its officers, with the list of what is missing before it opens."""
    found = await gather(reading, ballot_id)
    ballot, book = found.ballot, found.book
    facts = await facts_of(reading, found, at, language=language)
    before_opening = ballot.stage in (Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN)
    roll = facts.roll
    runs = await reading.scalars(select(CountRun).where(CountRun.ballot_id == ballot_id).order_by(CountRun.run))
    return OfficeBallot(
        id=ballot.id,
        number=ballot.number,
        title=in_language(ballot.title, language),
        titles=ballot.title,
        stage=ballot.stage,
        meeting_id=ballot.meeting_id,
        taken_at=ballot.taken_at,
        in_the_room=ballot.in_the_room,
        opens_at=ballot.opens_at,
        closes_at=ballot.closes_at,
        record_on=ballot.record_on,
        rulebook_version_id=ballot.rulebook_version_id,
        languages=book.society.languages,
        needs_easy_read=facts.needs_easy_read,
        contests=tuple(_wording(found, contest, names, language) for contest, names in found.contests),
        missing=rules.what_is_missing(facts) if before_opening else (),
        done=rules.what_is_done(facts),
        steps=tuple(step for step in Step if rules.allows(ballot.stage, step)),
        watch=await _watch(reading, found, language) if ballot.stage in WATCHED else None,
        warnings=() if roll is None else warnings(book, roll, lambda group: group_name(book, group, language)),
        fingerprint=fingerprint(ballot.manifest_hash) if ballot.manifest_hash is not None else (),
        lots_commitment=ballot.lots_commitment.hex() if ballot.lots_commitment is not None else None,
        forum_id=ballot.forum_id,
        forum_name=in_language(ballot.forum_name or {}, language),
        level=ballot.level,
        bound=is_bound(ballot),
        level_said=level_in_short(await guards_of(reading, ballot)),
        count_runs=tuple(CountRunView(run.run, run.at, run.inputs_hash.hex(), run.result_hash.hex()) for run in runs),
    )


def _wording(found: Gathered, contest: Contest, names: tuple[Candidate, ...], language: str) -> ContestWording:
    book = found.book
    kind_name = ""
    if contest.resolution_kind is not None:
        named = decision_name(book, contest.resolution_kind, language)
        kind_name = named if isinstance(named, str) else LANGUAGES[language].say(named)
    elif contest.weight is not None:
        kind_name = LANGUAGES[language].say(Sentence("A choice between several things"))
    elif contest.body == rules.PEERS:
        kind_name = LANGUAGES[language].say(
            Sentence("Peers of {group}", group=group_name(book, contest.seat_constituency or rules.ANY, language))
        )
    elif contest.body is not None:
        body = book.body(contest.body)
        kind_name = in_language({"en": body.name, "cy": body.name_cy or body.name}, language)
    return ContestWording(
        id=contest.id,
        position=contest.position,
        kind=contest.kind,
        resolution_kind=contest.resolution_kind,
        kind_name=kind_name,
        body=contest.body,
        seat_constituency=contest.seat_constituency,
        method=contest.method,
        seats=contest.seats,
        serves_from=contest.serves_from,
        serves_until=contest.serves_until,
        title=contest.title,
        question=contest.question,
        full_text=contest.full_text,
        yes_means=contest.yes_means,
        no_means=contest.no_means,
        easy_title=contest.easy_title,
        easy_lines=easy_lines_of(contest),
        easy_readers=contest.easy_readers,
        ask_whom=contest.ask_whom,
        candidates=options_in(found, contest, language)
        or tuple(candidate_view(found, name, language) for name in names),
        weight=contest.weight,
        settled=settling_of(contest) if contest.resolution_kind is not None else None,
    )


async def _watch(reading: AsyncSession, found: Gathered, language: str) -> Watch:
    """How many have voted, by group where the group is large enough. No choice is known before the close."""
    ballot_id = found.ballot.id
    roll = await roll_by_style(reading, ballot_id)
    voted = await voted_by_style(reading, ballot_id)
    kept_back = _kept_back(roll, floors(found, tuple(roll)))
    waiting = await reading.scalar(
        select(func.count())
        .select_from(Challenge)
        .where(
            Challenge.ballot_id == ballot_id,
            Challenge.answer.is_(None) | ((Challenge.answer == Answer.STRUCK) & Challenge.seconded_at.is_(None)),
        )
    )
    tests = await _tests(reading, ballot_id)
    rounds = await reading.scalars(select(Reminder).where(Reminder.ballot_id == ballot_id).order_by(Reminder.at))
    return Watch(
        roll_size=sum(roll.values()),
        voted=sum(voted.values()),
        groups=tuple(
            GroupTurnout(
                style,
                style_name(found.book, style, language),
                size,
                None if style in kept_back else voted.get(style, 0),
            )
            for style, size in roll.items()
        ),
        challenges=waiting or 0,
        reminders=tuple(ReminderView(one.at, one.letters) for one in rounds),
        tests=tests,
        findings=rules.what_tests_find(tests),
    )


async def _tests(reading: AsyncSession, ballot_id: UUID) -> int:
    """How many envelopes the list says were opened as tests: each has its line in the record, without a name."""
    lines = select(func.count()).where(
        RecordLine.verb == "envelope.tested", RecordLine.subject == f"ballot:{ballot_id}"
    )
    return await reading.scalar(lines) or 0


def _kept_back(roll: dict[str, int], floor: dict[str, int]) -> frozenset[str]:
    """Groups whose turnout would tell who voted. One alone could be worked out from the total; another joins it."""
    small = {style for style, size in roll.items() if size < floor[style]}
    if len(small) == 1 and len(roll) > 1:
        small.add(min((style for style in roll if style not in small), key=lambda style: (roll[style], style)))
    return frozenset(small)


async def challenges(reading: AsyncSession, ballot_id: UUID) -> tuple[ChallengeView, ...]:
    """What members said, the oldest first, for the returning officer."""
    rows = list(
        await reading.scalars(
            select(Challenge).where(Challenge.ballot_id == ballot_id).order_by(Challenge.said_at, Challenge.id)
        )
    )
    people = await identity.people_by_id(reading, [row.person_id for row in rows if row.person_id is not None])
    return tuple(
        ChallengeView(
            id=row.id,
            person=people[row.person_id].name if row.person_id is not None and row.person_id in people else "",
            words=row.words,
            said_at=row.said_at,
            answer=row.answer,
            note=row.note,
            waits_for_second=row.answer is Answer.STRUCK and row.seconded_at is None,
        )
        for row in rows
    )


async def record_subjects(reading: AsyncSession, ballot_id: UUID) -> list[str]:
    """What lines of the record are about that belong to this ballot: itself, its questions, who stands."""
    found = [f"ballot:{ballot_id}"]
    contests = list(await reading.scalars(select(Contest.id).where(Contest.ballot_id == ballot_id)))
    found += [f"contest:{contest}" for contest in contests]
    stand = await reading.scalars(select(Candidate.id).where(Candidate.contest_id.in_(contests)))
    return found + [f"candidate:{candidate}" for candidate in stand]


async def level_of(reading: AsyncSession, ballot_id: UUID) -> Level | None:
    """None where there is no such ballot."""
    return await reading.scalar(select(Ballot.level).where(Ballot.id == ballot_id))


async def people_vote(reading: AsyncSession) -> bool:
    """Whether a vote is open, or its roll is frozen so that it opens soon."""
    running = select(Ballot.id).where(Ballot.stage.in_((Stage.FROZEN, Stage.OPEN))).limit(1)
    return await reading.scalar(running) is not None
