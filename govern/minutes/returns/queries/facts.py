"""What the year plan has to know: days of meetings, terms that end, what is owed, what is kept until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot, ConsentProposal, Contest
from govern.constituencies.boards.models import Rotation, Tenure
from govern.constituencies.boards.rules import BY_ELECTION, RotationStage
from govern.constituencies.register.models import Membership
from govern.constituencies.representation.models import PeerMandate, PeerOffice
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import called
from govern.database import in_language
from govern.forums.gatherings.models import FacilitatorTerm, Forum
from govern.forums.recommendations.models import Recommendation, RecommendationVersion
from govern.forums.recommendations.rules import OWED
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.meetings.models import Meeting
from govern.meetings.rules import MeetingKind, Stage
from govern.minutes.book.models import Minutes
from govern.minutes.returns.models import FiledReturn
from govern.minutes.returns.rules import Drawn, Ending, Held, Owed, months_after
from govern.sentences import Sentence


async def society_since(reading: AsyncSession, otherwise: date) -> date:
    """The first day of which anything is known: of a membership, or of a seat."""
    first = [
        await reading.scalar(select(func.min(Membership.joined_on))),
        await reading.scalar(select(func.min(Tenure.from_on))),
    ]
    return min([day for day in first if day is not None], default=otherwise)


async def held(reading: AsyncSession) -> Held:
    """Every meeting that was held, by its day. An adjourned one is one meeting."""
    agms, general, bodies = [], [], defaultdict(list)
    question = select(Meeting.kind, Meeting.body, Meeting.starts_at).where(
        Meeting.stage == Stage.CLOSED, Meeting.kind != MeetingKind.FORUM, Meeting.forum_id.is_(None)
    )
    for kind, body, starts_at in await reading.execute(question):
        day = day_of(starts_at)
        if kind is MeetingKind.AGM:
            agms.append(day)
        elif kind is MeetingKind.GM:
            general.append(day)
        else:
            bodies[body].append(day)
    return Held(tuple(agms), tuple(general), {body: tuple(days) for body, days in bodies.items()})


async def returns_filed(reading: AsyncSession) -> dict[date, date]:
    """By the last day of its year: when the annual return was sent as it is kept here."""
    rows = await reading.execute(select(FiledReturn.ends_on, FiledReturn.filed_on))
    return {ends_on: filed_on for ends_on, filed_on in rows}  # noqa: C416  # rows are typed one by one


async def terms(reading: AsyncSession, book: Rulebook, until: date) -> tuple[Ending, ...]:
    """Seats whose time ends, of those who still sit."""
    rows = (
        await reading.execute(
            select(Tenure.person_id, Tenure.body, Tenure.due_on).where(
                Tenure.to_on.is_(None), Tenure.due_on.is_not(None), Tenure.due_on <= until
            )
        )
    ).all()
    names = {body.id: called(body) for body in book.bodies}
    people = await identity.people_by_id(reading, {row.person_id for row in rows})
    return tuple(
        sorted(
            (Ending(people[who].name, body, names[body], due) for who, body, due in rows if body in names and due),
            key=lambda one: (one.until, one.name),
        )
    )


async def elections_called(reading: AsyncSession) -> dict[str, tuple[date, ...]]:
    """By body: the days on which elections to it were put on paper, in votes that were not withdrawn."""
    found: dict[str, list[date]] = defaultdict(list)
    question = (
        select(Contest.body, Ballot.drafted_at)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(Contest.body.is_not(None), Ballot.withdrawn_at.is_(None))
    )
    for body, drafted_at in await reading.execute(question):
        if body is not None:
            found[body].append(day_of(drafted_at))
    return {body: tuple(days) for body, days in found.items()}


async def rotations(reading: AsyncSession, book: Rulebook) -> tuple[Drawn, ...]:
    """For each body whose members are elected: the day of the last election or lot."""
    elected: dict[str, list[date]] = defaultdict(list)
    question = select(Tenure.body, func.coalesce(Tenure.elected_on, Tenure.from_on)).where(
        Tenure.to_on.is_(None), Tenure.how_filled.in_([str(how) for how in BY_ELECTION])
    )
    for body, day in await reading.execute(question):
        elected[body].append(day)
    lots: dict[str, list[date]] = defaultdict(list)
    drawn = select(Rotation.body, Rotation.on).where(Rotation.stage == RotationStage.DRAWN)
    for body, day in await reading.execute(drawn):
        lots[body].append(day)
    there = {body.id for body in book.bodies}
    return tuple(
        Drawn(body, max((*days, *lots[body]))) for body, days in sorted(elected.items()) if days and body in there
    )


async def peers(reading: AsyncSession, book: Rulebook, today: date, until: date) -> tuple[Ending, ...]:
    """Peers whose time ends."""
    question = select(PeerOffice.person_id, PeerOffice.constituency, PeerOffice.to_on).where(
        PeerOffice.why_over.is_(None), PeerOffice.to_on >= today, PeerOffice.to_on <= until
    )
    return await _endings(reading, (await reading.execute(question)).all(), _groups(book))


async def reviews(reading: AsyncSession, book: Rulebook, today: date, until: date) -> tuple[Ending, ...]:
    """Mandates that are renewed or end by themselves, a line for each member; the place is the peer's office."""
    question = (
        select(PeerOffice.person_id, PeerOffice.id, PeerMandate.review_by)
        .join(PeerOffice, PeerOffice.id == PeerMandate.office_id)
        .where(
            PeerMandate.ended_on.is_(None),
            PeerOffice.why_over.is_(None),
            PeerOffice.to_on > today,
            PeerMandate.review_by >= today,
            PeerMandate.review_by <= until,
        )
    )
    rows = [(who, str(office), day) for who, office, day in await reading.execute(question)]
    return await _endings(reading, rows, {office: Sentence("") for _, office, _ in rows})


async def facilitators(reading: AsyncSession, book: Rulebook, until: date) -> tuple[Ending, ...]:
    """Terms of those who lead forums. Of a forum for certain people only, nobody's name stands here."""
    layers = {layer.id: called(layer) for layer in book.forum_layers}
    question = (
        select(FacilitatorTerm.person_id, Forum.layer, FacilitatorTerm.due_on, Forum.restricted)
        .join(Forum, Forum.id == FacilitatorTerm.forum_id)
        .where(
            FacilitatorTerm.to_on.is_(None),
            FacilitatorTerm.due_on.is_not(None),
            FacilitatorTerm.due_on <= until,
            Forum.closed_on.is_(None),
        )
    )
    rows = (await reading.execute(question)).all()
    people = await identity.people_by_id(reading, {row[0] for row in rows if not row[3]})
    return tuple(
        Ending("" if hidden else people[who].name, layer, layers[layer], due)
        for who, layer, due, hidden in rows
        if layer in layers and due is not None
    )


async def _endings(
    reading: AsyncSession, rows: Iterable[tuple[UUID, str, date]], names: dict[str, Sentence]
) -> tuple[Ending, ...]:
    found = list(rows)
    people = await identity.people_by_id(reading, {who for who, _, _ in found})
    lines = (Ending(people[who].name, place, names[place], day) for who, place, day in found if place in names)
    return tuple(sorted(lines, key=lambda one: (one.until, one.name)))


def _groups(book: Rulebook) -> dict[str, Sentence]:
    return {group.id: called(group) for group in book.constituencies}


async def owed_answers(reading: AsyncSession, language: str, until: date) -> tuple[Owed, ...]:
    """Recommendations that wait with somebody. What a restricted forum asks bears no title here."""
    question = (
        select(Recommendation.id, RecommendationVersion.title, Recommendation.due_on, Forum.restricted)
        .join(
            RecommendationVersion,
            and_(
                RecommendationVersion.recommendation_id == Recommendation.id,
                RecommendationVersion.number == Recommendation.version,
            ),
        )
        .join(Forum, Forum.id == Recommendation.forum_id)
        .where(Recommendation.stage.in_(list(OWED)), Recommendation.due_on <= until)
        .order_by(Recommendation.due_on, Recommendation.id)
    )
    return tuple(
        Owed(str(one), "" if restricted else in_language(title, language), due)
        for one, title, due, restricted in await reading.execute(question)
        if due is not None
    )


async def consents(reading: AsyncSession, language: str, until: date) -> tuple[Owed, ...]:
    """What bodies agreed by consent and look at again. Circles outside the bodies keep their own list."""
    reviewed = select(ConsentProposal.from_id).where(ConsentProposal.from_id.is_not(None))
    question = select(ConsentProposal).where(
        ConsentProposal.circle_id.is_(None),
        ConsentProposal.review_on.is_not(None),
        ConsentProposal.review_on <= until,
        ConsentProposal.phase.in_(("consented", "due_for_review")),
        ConsentProposal.id.not_in(reviewed),
    )
    return tuple(
        Owed(str(row.id), in_language(row.title, language), row.review_on)
        for row in await reading.scalars(question)
        if row.review_on is not None
    )


async def unwritten(reading: AsyncSession, book: Rulebook, language: str, since: date) -> tuple[Owed, ...]:
    """Meetings that are over, with the day on which their minutes were drafted, if they were."""
    question = (
        select(Meeting.id, Meeting.title, Meeting.starts_at, Minutes.drafted_at)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Meeting.stage == Stage.CLOSED, Meeting.kind != MeetingKind.FORUM, Meeting.forum_id.is_(None))
        .order_by(Meeting.starts_at)
    )
    days = timedelta(days=book.minutes.draft_within_days)
    return tuple(
        Owed(
            str(one),
            in_language(title, language),
            day_of(starts_at) + days,
            day_of(drafted_at) if drafted_at is not None else None,
        )
        for one, title, starts_at, drafted_at in await reading.execute(question)
        if day_of(starts_at) >= since
    )


async def votes_kept(
    reading: AsyncSession, book: Rulebook, language: str
) -> tuple[tuple[Owed, ...], tuple[Owed, ...]]:
    """Of every declared vote: until when its rolls and papers are kept; and of withdrawn ones too, when the table of
    handles is emptied. Votes of forums that are there for their people only are not told of."""
    rolls, handles = [], []
    withdrawn = Ballot.withdrawn_at.is_not(None) & Ballot.frozen_at.is_not(None)
    question = select(Ballot).where(Ballot.declared_at.is_not(None) | withdrawn, Ballot.hidden.is_(False))
    for row in await reading.scalars(question.order_by(func.coalesce(Ballot.declared_at, Ballot.withdrawn_at))):
        over_at = row.declared_at or row.withdrawn_at
        assert over_at is not None
        over = day_of(over_at) + timedelta(days=book.ballot.challenge_days)
        name = f"{row.number} {in_language(row.title, language)}"
        if row.declared_at is not None:
            rolls.append(Owed(str(row.id), name, months_after(over, book.retention.rolls_and_papers_months)))
        emptied = over + timedelta(days=book.retention.handles_days + 1)
        archived = day_of(row.archived_at) if row.archived_at is not None else None
        handles.append(Owed(str(row.id), name, emptied, archived))
    return tuple(rolls), tuple(handles)


async def minutes_kept(reading: AsyncSession, book: Rulebook, language: str, until: date) -> tuple[Owed, ...]:
    """Minutes whose years are over by a day (invariant 82)."""
    question = select(Meeting.id, Meeting.title, Meeting.starts_at).join(Minutes, Minutes.meeting_id == Meeting.id)
    found = []
    for one, title, starts_at in await reading.execute(question.where(Meeting.forum_id.is_(None))):
        ends = months_after(day_of(starts_at), 12 * book.minutes.keep_years)
        if ends <= until:
            found.append(Owed(str(one), in_language(title, language), ends))
    return tuple(found)
