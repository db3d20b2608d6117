"""Second chapter: the notice goes to everybody entitled; a wrong one is corrected or the meeting called off, and
everybody who had the old one is told. The letters are in the outbox in the same transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.ballots.rules import Stage as BallotStage
from govern.constituencies.boards import queries as boards
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.database import in_language
from govern.errors import NotValid, WrongMoment
from govern.identity import queries as identity
from govern.identity.queries import PersonView
from govern.languages import LANGUAGES
from govern.meetings import rules
from govern.meetings.lifecycle import gathering
from govern.meetings.lifecycle.agreeing import consents_to
from govern.meetings.lifecycle.balloting import join_ballot, said_of
from govern.meetings.lifecycle.gathering import GatheringDraft
from govern.meetings.lifecycle.held import agenda_of, held, notices_of
from govern.meetings.lifecycle.mailing import Addressee, note_deliveries, write_letters
from govern.meetings.lifecycle.notes import Counted, VoteTimes
from govern.meetings.lifecycle.own import own_lines
from govern.meetings.lifecycle.preparing import (
    ItemDraft,
    MeetingDraft,
    check_wanted,
    put_on_agenda,
    spoken,
    take_over,
)
from govern.meetings.lifecycle.vacant import free_seats
from govern.meetings.lifecycle.wording import Reason, Sender, paper
from govern.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingEntitled,
    MeetingPaper,
    Notice,
    NoticeDelivery,
    Requisition,
)
from govern.meetings.rules import Channel, Consents, MeetingKind, NoticeKind, Step
from govern.post.rules import check_address
from govern.record import Event


async def send_notice(
    writing: AsyncSession,
    meeting_id: UUID,
    *,
    pages: dict[str, str],
    by: UUID,
    at: datetime,
    forum_id: UUID | None = None,
) -> UUID:
    """Call the meeting: the notice goes to everybody entitled, with the calendar file.

    Raises `WrongMoment` unless it is a draft, `NotValid` for an empty agenda or when there are not enough clear days
    (invariant 22) and too few members agree to shorter notice. `pages` is the meeting's address in each language.
    """
    meeting = await held(writing, meeting_id, forum_id)
    after = rules.after(meeting.stage, Step.NOTICE)
    book = (await rulebook.in_force(writing, rules.day_of(at))).rulebook
    items = await agenda_of(writing, meeting_id)
    rules.check_has_business(len(items))
    people = await entitled_to_notice(writing, meeting, at)
    agreed = await consents_to(writing, meeting, book, at)
    short = check_days(meeting, items, book, people, at, agreed)
    own = await _called_by_members(writing, meeting, book, at)
    meeting.stage = after
    reason = Reason(agreed=agreed if short else None, by_members=own)
    return await send(writing, meeting, items, book, people, reason, pages=pages, by=by, at=at)


async def _called_by_members(reading: AsyncSession, meeting: Meeting, book: Rulebook, at: datetime) -> bool:
    """Whether those who asked for it call it themselves. What the board calls for them must not be far off."""
    asked = await reading.scalar(select(Requisition).where(Requisition.meeting_id == meeting.id))
    if asked is None:
        return False
    own = asked.own_starts_at == meeting.starts_at
    if not own:
        rules.check_held_in_time(meeting.starts_at, at, rules.asks_of(book))
    return own


async def correct_notice(
    writing: AsyncSession,
    meeting_id: UUID,
    wanted: MeetingDraft,
    added: ItemDraft | None,
    why: dict[str, str],
    *,
    pages: dict[str, str],
    by: UUID,
    at: datetime,
) -> UUID:
    """Put a wrong notice right: the meeting as it shall be, perhaps one more item, and why. Everybody is told again.

    A new day or new business needs the full time again; a new room or link does not. New business joins a vote that
    is still being written. Raises `NotValid`.
    """
    meeting = await held(writing, meeting_id)
    meeting.stage = rules.after(meeting.stage, Step.CORRECT)
    book = (await rulebook.in_force(writing, rules.day_of(at))).rulebook
    check_wanted(wanted, book, at)
    rules.check_languages(why, spoken(book), "why")
    moved = wanted.starts_at != meeting.starts_at
    take_over(meeting, msgspec.structs.replace(wanted, kind=meeting.kind))
    if moved:
        await ballots.meeting_moved(writing, meeting_id, wanted.starts_at)
    if added is not None:
        item_id = await put_on_agenda(writing, meeting, added)
        await join_ballot(writing, meeting, item_id, by=by, at=at)
    items = await agenda_of(writing, meeting_id)
    before = await notices_of(writing, meeting_id)
    people = together(await entitled_to_notice(writing, meeting, at), await had_notice(writing, before))
    if moved or added is not None:
        check_days(meeting, items, book, people, at)
    reason = Reason(NoticeKind.CORRECTION, why, before[-1].sent_at)
    return await send(writing, meeting, items, book, people, reason, pages=pages, by=by, at=at)


async def correct_agenda(
    writing: AsyncSession,
    forum_id: UUID,
    meeting_id: UUID,
    wanted: GatheringDraft,
    why: dict[str, str],
    *,
    pages: dict[str, str],
    by: UUID,
    at: datetime,
) -> UUID:
    """A forum's gathering that people were told of is at another time or place: they are told again, with the agenda
    as it stands now."""
    meeting = await held(writing, meeting_id, forum_id)
    meeting.stage = rules.after(meeting.stage, Step.CORRECT)
    rules.check_times(wanted.starts_at, wanted.ends_expected, at)
    rules.check_link(wanted.video_link)
    gathering.take_over(meeting, wanted)
    book = (await rulebook.in_force(writing, rules.day_of(at))).rulebook
    items, before = await agenda_of(writing, meeting_id), await notices_of(writing, meeting_id)
    people = await entitled_to_notice(writing, meeting, at)
    reason = Reason(NoticeKind.CORRECTION, why, before[-1].sent_at)
    return await send(writing, meeting, items, book, people, reason, pages=pages, by=by, at=at)


async def call_off(
    writing: AsyncSession,
    meeting_id: UUID,
    why: dict[str, str],
    *,
    by: UUID,
    at: datetime,
    forum_id: UUID | None = None,
) -> UUID:
    """Withdraw the notice: the meeting will not take place, and everybody who had a notice is told why.

    Its votes that have not opened are withdrawn with it. An open one is the returning officer's to withdraw.
    """
    meeting = await held(writing, meeting_id, forum_id)
    before = await notices_of(writing, meeting_id)
    if not before:
        raise WrongMoment("Nobody has been told of this meeting, so nobody needs to be told now. Drop the draft.")
    meeting.stage = rules.after(meeting.stage, Step.CANCEL)
    book = (await rulebook.in_force(writing, rules.day_of(at))).rulebook
    rules.check_languages(why, spoken(book) if forum_id is None else (), "why")
    people = await had_notice(writing, before)
    await ballots.withdraw_unopened(writing, meeting_id, in_language(why, "en"), by=by, at=at)
    reason = Reason(NoticeKind.WITHDRAWAL, why, before[-1].sent_at)
    return await send(writing, meeting, (), book, people, reason, pages={}, by=by, at=at)


def check_days(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    book: Rulebook,
    people: Iterable[Addressee],
    at: datetime,
    agreed: Consents | None = None,
) -> bool:
    """Whether the notice is short by consent. Raises `NotValid` for one too late, saying what is possible (W20)."""
    if meeting.kind in (MeetingKind.BOARD, MeetingKind.FORUM):
        return False
    days, hours, clear = days_needed(meeting.kind, items, book), deemed_hours(people, book), book.notice.clear_days
    refused = rules.too_few_days(
        meeting.starts_at,
        sent_at=at,
        days=days,
        deemed_hours=hours,
        clear=clear,
        rule=citation("notice.agm_days" if meeting.kind is MeetingKind.AGM else "notice.gm_days"),
    )
    if refused is None:
        return False
    if agreed is not None and agreed.enough:
        return True
    last = rules.last_day_to_send(meeting.starts_at, days, hours, clear=clear)
    raise NotValid(rules.too_late(last=last, consents=agreed, refused=refused), field="starts_at")


def days_needed(kind: MeetingKind, items: Sequence[AgendaItem], book: Rulebook) -> int:
    """The longest time any of the business asks for: the kind of meeting, or a resolution with a time of its own."""
    usual = book.notice.agm_days if kind is MeetingKind.AGM else book.notice.gm_days
    own = [book.resolution(item.resolution).notice_days or 0 for item in items if item.resolution]
    return max([usual, *own])


def deemed_hours(people: Iterable[Addressee], book: Rulebook) -> int:
    """Hours until the last of them counts as having received it: in a mixed mailing the later (W20)."""
    channels = {person.channel for person in people} or {Channel.EMAIL}
    hours = {Channel.EMAIL: book.notice.deemed_email_hours, Channel.POST: book.notice.deemed_post_hours}
    return max(hours[channel] for channel in channels)


async def entitled_to_notice(reading: AsyncSession, meeting: Meeting, at: datetime) -> tuple[Addressee, ...]:
    """Every member for a general meeting; those who sit on the body for its own meeting, or belong to the forum."""
    if meeting.kind is MeetingKind.FORUM:
        ids = await reading.scalars(select(MeetingEntitled.person_id).where(MeetingEntitled.meeting_id == meeting.id))
        people = await identity.people_by_id(reading, ids)
        return tuple(addressee_of(p) for p in people.values())
    if meeting.kind is MeetingKind.BOARD:
        sitting = await boards.sitting(reading, meeting.body, rules.day_of(at))
        people = await identity.people_by_id(reading, [seat.person_id for seat in sitting])
        return tuple(addressee_of(p) for p in people.values())
    members = await register.members_on(reading, rules.day_of(at))
    return tuple(_addressee(m.person_id, m.email, m.language, m.format) for m in members)


def addressee_of(person: PersonView) -> Addressee:
    return _addressee(person.id, person.email, person.language, person.format)


def _addressee(person_id: UUID, email: str | None, language: str, form: str) -> Addressee:
    try:
        address = check_address(email) if email else None
    except NotValid:
        address = None
    return Addressee(person_id, address, language if language in LANGUAGES else "en", form)


async def had_notice(reading: AsyncSession, notices: Sequence[Notice]) -> tuple[Addressee, ...]:
    ids = await reading.scalars(
        select(NoticeDelivery.person_id).where(NoticeDelivery.notice_id.in_([n.id for n in notices])).distinct()
    )
    people = await identity.people_by_id(reading, ids)
    return tuple(addressee_of(p) for p in people.values())


def together(*groups: Iterable[Addressee]) -> tuple[Addressee, ...]:
    return tuple({person.person_id: person for group in groups for person in group}.values())


async def send(
    writing: AsyncSession,
    meeting: Meeting,
    items: tuple[AgendaItem, ...],
    book: Rulebook,
    people: Sequence[Addressee],
    reason: Reason,
    *,
    pages: dict[str, str],
    by: UUID,
    at: datetime,
) -> UUID:
    """Keep the notice word for word, write the letters, and say so in the record."""
    before = await notices_of(writing, meeting.id)
    meeting.sequence = len(before)
    found = await ballot_queries.ballots_of_meeting(writing, meeting.id, "en")
    votes = [vote for vote in found if vote.stage is not BallotStage.WITHDRAWN]
    times = tuple(_times(vote, meeting) for vote in votes)
    counted = _counted(meeting, items, book, people, before[0].sent_at if before else at, reason, at)
    laid = await laid_before_all(writing, meeting)
    whom = await _whom_to_ask(writing)
    free = await free_seats(writing, meeting, items)
    sender = Sender((await identity.person(writing, by)).name, whom, pages, times, counted, laid, free)
    papers = {code: paper(meeting, items, book, sender, reason, LANGUAGES[code], at) for code in spoken(book)}
    texts = {code: msgspec.json.encode(said).decode() for code, said in papers.items()}
    digest = hashlib.sha256(json.dumps(texts, sort_keys=True, ensure_ascii=False).encode()).digest()
    notice = Notice(
        id=uuid4(),
        meeting_id=meeting.id,
        version=len(before) + 1,
        kind=reason.kind,
        sent_at=at,
        sent_by=by,
        paper=texts,
        hash=digest,
    )
    writing.add(notice)
    await writing.flush()
    own = {} if reason.kind is NoticeKind.WITHDRAWAL else await own_lines(writing, meeting, people, at)
    letters = await write_letters(writing, meeting, papers, people, own, at)
    await note_deliveries(writing, notice.id, people, letters)
    facts: dict[str, str | int | bool | None] = {
        "version": notice.version,
        "by_email": len(letters),
        "by_post": len(people) - len(letters),
        "hash": digest.hex(),
    }
    if reason.agreed is not None:
        facts |= {"agreed": reason.agreed.agreed, "entitled": reason.agreed.entitled}
    await record.add(writing, Event(VERBS[reason.kind], f"meeting:{meeting.id}", at, by, facts))
    if reason.kind is not NoticeKind.WITHDRAWAL:
        for vote in votes:
            await ballots.note_notice(writing, vote.id, said_of(items), by=by, at=at)
    return notice.id


def _times(vote: ballot_queries.BallotLine, meeting: Meeting) -> VoteTimes:
    return VoteTimes(
        vote.opens_at,
        vote.closes_at,
        vote.record_on,
        in_the_room=vote.closes_at > meeting.starts_at,
        named=vote.stage not in (BallotStage.DRAFT, BallotStage.PUBLISHED),
        level_said=vote.level_said,
    )


def _counted(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    book: Rulebook,
    people: Sequence[Addressee],
    first_at: datetime,
    reason: Reason,
    at: datetime,
) -> Counted | None:
    """How the days were counted, for a meeting of the members. A notice that did not have to keep them, since it is
    short by consent or puts right or adjourns what was called in time, says only when it counts as received."""
    if meeting.kind not in rules.OF_MEMBERS:
        return None
    channels = {person.channel for person in people}
    hours = {Channel.EMAIL: book.notice.deemed_email_hours, Channel.POST: book.notice.deemed_post_hours}
    served = {channel: at + timedelta(hours=hours[channel]) for channel in channels}
    days, clear = days_needed(meeting.kind, items, book), book.notice.clear_days
    earliest = rules.earliest_day(at, days, deemed_hours(people, book), clear=clear)
    return Counted(
        sent_at=at,
        by_email=served.get(Channel.EMAIL),
        by_post=served.get(Channel.POST),
        days=days,
        clear=clear,
        earliest=earliest,
        called_on=rules.day_of(first_at),
        meets_on=rules.day_of(meeting.starts_at),
        binds=reason.agreed is None and rules.day_of(meeting.starts_at) >= earliest,
    )


async def laid_before_all(reading: AsyncSession, meeting: Meeting) -> tuple[dict[str, str], ...]:
    """The titles of the papers that everybody who is told of the meeting may read, in order of the agenda."""
    rows = await reading.execute(
        select(MeetingPaper.title, AgendaItem.position, MeetingPaper.id)
        .outerjoin(AgendaItem, AgendaItem.id == MeetingPaper.item_id)
        .where(MeetingPaper.meeting_id == meeting.id, MeetingPaper.taken_at.is_(None))
        .where(MeetingPaper.readers.in_(rules.open_to_all(meeting.kind)))
    )
    ordered = sorted(rows, key=lambda one: (one[1] is None, one[1] or 0, one[2]))
    return tuple(title for title, _, _ in ordered)


VERBS = {
    NoticeKind.FIRST: "meeting.notice_sent",
    NoticeKind.CORRECTION: "meeting.notice_corrected",
    NoticeKind.WITHDRAWAL: "meeting.called_off",
    NoticeKind.ADJOURNMENT: "meeting.adjourned",
}


async def _whom_to_ask(reading: AsyncSession) -> str:
    contact = await rulebook.contact(reading)
    return f"{contact.name}, {contact.phone}" if contact else ""
