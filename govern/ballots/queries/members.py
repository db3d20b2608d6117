"""What members ask of one vote: what is asked and how it is counted, my paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.models import Ballot, Candidate, Contest, FloorChoice, MemberHandle, RollEntry
from govern.ballots.paper.views import ORDER_SAID
from govern.ballots.queries.gathering import (
    Gathered,
    easy_lines_of,
    floors,
    gather,
    group_name,
    on_paper,
    roll_by_style,
    settling_of,
    trials_of,
    uncontested,
)
from govern.ballots.queries.guarding import guards_of
from govern.ballots.queries.paper_log import paper_has_come
from govern.ballots.queries.room import in_room
from govern.ballots.queries.views import (
    BallotPage,
    CandidateView,
    ContestView,
    GroupCount,
    PaperView,
    Rule,
)
from govern.ballots.rules import ContestKind, InRoom, Stage, Tried, secrecy
from govern.ballots.rules.params import at_most
from govern.ballots.rules.telling import (
    how_a_resolution_is_counted,
    how_an_election_is_counted,
    small_group,
    what_was_settled,
)
from govern.ballots.seal.documents import Level
from govern.ballots.seal.fingerprint import fingerprint
from govern.constituencies.rulebook.book import citation
from govern.database import in_language
from govern.errors import GovernError
from govern.identity import queries as identity
from govern.permissions import Role
from govern.sentences import Sentence

# --- One ballot -----------------------------------------------------------------------------------------------------


async def ballot_page(
    reading: AsyncSession,
    ballot_id: UUID,
    person_id: UUID | None,
    *,
    language: str,
    at: datetime,
    booth: bool = False,
) -> BallotPage:
    """Everything to be read before voting, and whether this person may vote now. `booth`: there is one."""
    found = await gather(reading, ballot_id)
    ballot, book = found.ballot, found.book
    roll = await roll_by_style(reading, ballot_id)
    place = None if person_id is None else await place_on_the_roll(reading, ballot_id, person_id)
    room = await in_room(reading, ballot, place and place[0], discounts=_discounts(found))
    why_not = _why_not(found, room, on_the_roll=place is not None, at=at)
    groups = _groups(found, roll, language)
    by = msgspec.structs.replace(await guards_of(reading, ballot), booth=booth and ballot.level is Level.AGM)
    return BallotPage(
        id=ballot.id,
        number=ballot.number,
        title=in_language(ballot.title, language),
        stage=ballot.stage,
        meeting_id=ballot.meeting_id,
        opens_at=ballot.opens_at,
        closes_at=ballot.closes_at,
        record_on=ballot.record_on,
        roll_size=ballot.roll_size,
        groups=groups,
        who_may_vote=_who_may_vote(found, groups),
        contests=contest_views(found, roll, language),
        secrecy=secrecy.secrecy(by),
        secrecy_in_short=secrecy.secrecy_in_short(by),
        small_group=await _small_group(reading, found, roll, place),
        fingerprint=fingerprint(ballot.manifest_hash) if ballot.manifest_hash is not None else (),
        returning_officer=await returning_officer(reading, rules.local_day(at, book.ballot.time_zone)),
        on_the_roll=place is not None,
        may_vote=why_not is None,
        voted=room.voted,
        why_not=why_not,
        room=room.told() if ballot.stage is Stage.OPEN and place is not None else (),
        in_the_room=ballot.in_the_room,
        withdrawn_reason=ballot.withdrawn_reason,
        declared_at=ballot.declared_at,
        paper_in=person_id is not None and await paper_has_come(reading, ballot_id, person_id),
    )


async def paper(reading: AsyncSession, ballot_id: UUID, person_id: UUID, *, language: str, at: datetime) -> PaperView:
    """This voter's paper. Raises WrongMoment before and after voting, NotOnTheRoll for others."""
    found = await gather(reading, ballot_id)
    ballot = found.ballot
    rules.may_cast(ballot.stage, ballot.opens_at, ballot.closes_at, found.book.ballot.grace_seconds, at)
    place = await place_on_the_roll(reading, ballot_id, person_id)
    if place is None:
        raise rules.not_on_the_roll()
    room = await in_room(reading, ballot, place[0], discounts=_discounts(found))
    if room.taken and not room.here:
        raise rules.early_voting_over()
    roll = await roll_by_style(reading, ballot_id)
    groups = set(rules.groups_of(place[1]))
    voters = {contest.id: set(contest.voters) for contest, _ in found.contests}
    mine = tuple(
        view for view in contest_views(found, roll, language) if voters[view.id] & groups and not view.uncontested
    )
    return PaperView(
        ballot_id=ballot.id,
        number=ballot.number,
        title=in_language(ballot.title, language),
        closes_at=ballot.closes_at,
        contests=mine,
        voted=room.voted,
        small_group=await _small_group(reading, found, roll, place),
        order_said=ORDER_SAID,
        level_said=secrecy.level_in_short(await guards_of(reading, ballot)),
    )


async def place_on_the_roll(reading: AsyncSession, ballot_id: UUID, person_id: UUID) -> tuple[str, str] | None:
    """The handle and style of somebody on the roll; it never leaves this room."""
    row = (
        await reading.execute(
            select(MemberHandle.handle, RollEntry.style)
            .join(
                RollEntry,
                (RollEntry.ballot_id == MemberHandle.ballot_id) & (RollEntry.handle == MemberHandle.handle),
            )
            .where(MemberHandle.ballot_id == ballot_id, MemberHandle.person_id == person_id)
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def _discounts(found: Gathered) -> bool:
    return found.book.voting.early_vote_if_attending == "discount"


def _why_not(found: Gathered, room: InRoom, *, on_the_roll: bool, at: datetime) -> Sentence | None:
    ballot = found.ballot
    try:
        rules.may_cast(ballot.stage, ballot.opens_at, ballot.closes_at, found.book.ballot.grace_seconds, at)
    except GovernError as refusal:
        return refusal.message
    if not on_the_roll:
        return rules.not_on_the_roll().message
    return rules.early_voting_over().message if room.taken and not room.here else None


def _groups(found: Gathered, roll: Mapping[str, int], language: str) -> tuple[GroupCount, ...]:
    """The groups that vote, in the order of the rules, each with its number on the frozen roll."""
    voting = {group for contest, _ in found.contests for group in contest.voters}
    return tuple(
        GroupCount(group.id, group_name(found.book, group.id, language), _heads(roll, group.id))
        for group in found.book.voting_constituencies()
        if group.id in voting
    )


def _heads(roll: Mapping[str, int], group: str) -> int:
    """Everybody on the roll who is counted as a head of this group."""
    return sum(number for style, number in roll.items() if rules.groups_of(style)[0] == group)


def _of_a_forum(ballot: Ballot, name: dict[str, str]) -> Sentence:
    if ballot.roll_size is None:
        return Sentence(
            "Everybody who is a member of {forum} on {day}.", forum=rules.called(name), day=ballot.record_on
        )
    return Sentence(
        "{n} person who was a member of {forum} on {day}.",
        "The {n} people who were members of {forum} on {day}.",
        ballot.roll_size,
        n=ballot.roll_size,
        forum=rules.called(name),
        day=ballot.record_on,
    )


def _who_may_vote(found: Gathered, groups: tuple[GroupCount, ...]) -> Rule:
    clause = citation("roll.record_days_before", found.book)
    if found.ballot.forum_name is not None:
        return Rule(_of_a_forum(found.ballot, found.ballot.forum_name), clause)
    if found.ballot.roll_size is None:
        names = tuple(group.name for group in groups)
        said = Sentence(
            "Everybody who is a member on {day} in one of these groups: {groups}.",
            day=found.ballot.record_on,
            groups=names,
        )
        return Rule(said, clause)
    counted = tuple(
        Sentence("{group} {count}", group=group.name, count=group.count) for group in groups if group.count
    )
    said = Sentence(
        "The {n} people who were members on {day}: {groups}.",
        n=found.ballot.roll_size,
        day=found.ballot.record_on,
        groups=counted,
    )
    return Rule(said, clause)


def contest_views(found: Gathered, roll: Mapping[str, int], language: str) -> tuple[ContestView, ...]:
    """Every contest in one language, candidates in lot order."""
    skipped = uncontested(found)
    return tuple(
        _contest_view(found, contest, on_paper(found, names), roll, language, uncontested=contest.id in skipped)
        for contest, names in found.contests
    )


def _contest_view(
    found: Gathered,
    contest: Contest,
    names: tuple[Candidate, ...],
    roll: Mapping[str, int],
    language: str,
    *,
    uncontested: bool,
) -> ContestView:
    def words(text: dict[str, str]) -> str:
        return in_language(text, language)

    lines = easy_lines_of(contest)
    options = 2 if contest.kind is ContestKind.RESOLUTION else len(names) or len(found.options.get(contest.id, ()))
    return ContestView(
        id=contest.id,
        position=contest.position,
        kind=contest.kind,
        title=words(contest.title),
        question=words(contest.question),
        full_text=words(contest.full_text),
        yes_means=words(contest.yes_means),
        no_means=words(contest.no_means),
        easy_title=words(contest.easy_title),
        easy_lines=lines.get(language) or lines.get("en", ()),
        easy_readers=contest.easy_readers,
        ask_whom=contest.ask_whom,
        method=contest.method,
        seats=contest.seats,
        at_most=at_most(contest.method, contest.seats, options),
        candidates=options_in(found, contest, language)
        or tuple(candidate_view(found, name, language) for name in names),
        weight=contest.weight,
        voters=tuple(group for group in _groups(found, roll, language) if group.id in contest.voters),
        counted=_counted(found, contest, language),
        uncontested=uncontested,
    )


def options_in(found: Gathered, contest: Contest, language: str) -> tuple[CandidateView, ...]:
    """What there is to choose from, as it stands on the paper, in one language."""
    return tuple(
        CandidateView(
            id=option.id,
            person_id=option.id,
            name=in_language(option.title, language),
            constituency="",
            group="",
            attributes=(),
            statement=in_language(option.words, language),
            withdrawn=False,
            picture=option.picture,
            picture_alt=in_language(option.picture_alt, language),
            trials=tuple(
                Tried(in_language(one.who, language), one.on, in_language(one.found, language))
                for one in trials_of(option)
            ),
        )
        for option in found.options.get(contest.id, ())
    )


def candidate_view(found: Gathered, candidate: Candidate, language: str) -> CandidateView:
    face = found.faces.get(candidate.id)
    return CandidateView(
        id=candidate.id,
        person_id=candidate.person_id,
        name=candidate.name,
        constituency=candidate.constituency,
        group=group_name(found.book, candidate.constituency, language),
        attributes=candidate.attributes,
        statement=in_language(candidate.statement, language),
        withdrawn=candidate.withdrawn_at is not None,
        picture=f"ballots/{found.ballot.id}/photographs/{face.id}" if face is not None else "",
        picture_alt=in_language(face.shows, language) if face is not None else "",
    )


def _counted(found: Gathered, contest: Contest, language: str) -> tuple[Rule, ...]:
    book = found.book
    if contest.weight is not None:
        return rules.how_options_are_counted(contest.weight)
    if contest.body is not None and contest.method is not None:
        return how_an_election_is_counted(book, contest.body, contest.method, contest.seats)
    kind, settled = contest.resolution_kind or "", settling_of(contest)

    def name(group: str) -> str:
        return group_name(book, group, language)

    counted = how_a_resolution_is_counted(
        book,
        kind,
        name,
        in_a_meeting=found.ballot.meeting_id is not None,
        confirms=contest.confirms_id is not None,
    )
    return (*what_was_settled(book, kind, settled, name), *counted)


async def _small_group(
    reading: AsyncSession, found: Gathered, roll: Mapping[str, int], place: tuple[str, str] | None
) -> Sentence | None:
    """What a voter of a group under the privacy floor is told; nothing for others."""
    if place is None:
        return None
    style = place[1]
    size = roll.get(style, 0)
    if size >= floors(found, (style,))[style]:
        return None
    accepted = await reading.get(FloorChoice, (found.ballot.id, style))
    return small_group(size) if accepted is not None else None


async def returning_officer(reading: AsyncSession, today: date) -> str:
    """Their names, as they stand on pages and papers."""
    officers = await identity.holders(reading, Role.RETURNING_OFFICER, today)
    return ", ".join(officer.name for officer in officers)


async def contest_ids(reading: AsyncSession, ballot_id: UUID) -> tuple[UUID, ...]:
    """The contests of a ballot, in order."""
    return tuple(
        await reading.scalars(select(Contest.id).where(Contest.ballot_id == ballot_id).order_by(Contest.position))
    )
