"""What a notice says, in one language: the facts, the business in order, how votes count (domain.md 5).

The finished paper is kept word for word; the mail, the page and the print are three ways to show it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import msgspec

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.book.tables.voting import Pass, Resolution
from govern.constituencies.rulebook.plain import decision_name
from govern.constituencies.rulebook.rules import body_name, group_name, society_name
from govern.database import in_language
from govern.languages import Language
from govern.meetings import rules
from govern.meetings.lifecycle.easy_notes import in_easy_words
from govern.meetings.lifecycle.notes import Counted, VoteTimes, general_notes, naming_notes, vote_notes
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import Consents, ItemKind, MeetingKind, NoticeKind
from govern.meetings.rules.vacant import Free, why_free
from govern.sentences import Sentence

KIND_NAMES = {
    MeetingKind.AGM: Sentence("Annual general meeting"),
    MeetingKind.GM: Sentence("General meeting"),
    MeetingKind.BOARD: Sentence("Board meeting"),
    MeetingKind.FORUM: Sentence("Gathering of a forum"),
}
TITLES = {
    NoticeKind.FIRST: Sentence("Notice: {title}"),
    NoticeKind.CORRECTION: Sentence("Corrected notice: {title}"),
    NoticeKind.WITHDRAWAL: Sentence("Called off: {title}"),
    NoticeKind.ADJOURNMENT: Sentence("Adjourned: {title}"),
}


BASES = {
    "cast": Sentence("votes cast"),
    "present": Sentence("people present"),
    "entitled": Sentence("people entitled to vote"),
}


class PaperItem(msgspec.Struct, frozen=True):
    """An item on a notice, in one language: its number, title, full text, and what it needs to be carried.

    `easy` is what Easy Read says of it beside its title.
    """

    number: int
    title: str
    text: str
    needs: tuple[str, ...] = ()
    easy: tuple[str, ...] = ()


class NoticePaper(msgspec.Struct, frozen=True):
    """A finished notice in one language, as it is sent and kept. `easy_lead` and `easy_notes` are what Easy Read says
    in place of the lead and the notes; a notice that was kept before them has none."""

    society: str
    title: str
    lead: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    agenda: tuple[PaperItem, ...]
    notes: tuple[str, ...]
    signed: str
    link: str = ""
    easy_lead: tuple[str, ...] = ()
    easy_notes: tuple[str, ...] = ()


class Sender(msgspec.Struct, frozen=True):
    """Who sends the notice and whom to ask. `pages` is the meeting's address in each language, `votes` the meeting's
    ballots; `counted` is how its days were counted, `laid` the titles of the papers that everybody may read; `free`
    what is free on the row of seats of each election, by its item."""

    name: str
    contact: str
    pages: dict[str, str]
    votes: tuple[VoteTimes, ...] = ()
    counted: Counted | None = None
    laid: tuple[dict[str, str], ...] = ()
    free: dict[UUID, Free] = {}


class Reason(msgspec.Struct, frozen=True):
    """Why there is another notice: its kind, the secretary's words, the day of the notice before.

    `agreed`: the notice is shorter than the rules ask for, and so many agreed to that.
    `by_members`: those who asked for the meeting call it.
    """

    kind: NoticeKind = NoticeKind.FIRST
    words: dict[str, str] = {}
    before: datetime | None = None
    agreed: Consents | None = None
    by_members: bool = False


def paper(
    meeting: Meeting,
    items: tuple[AgendaItem, ...],
    book: Rulebook,
    sender: Sender,
    reason: Reason,
    language: Language,
    at: datetime,
) -> NoticePaper:
    """The whole notice in one language."""
    title = in_language(meeting.title, language.code)
    withdrawn = reason.kind is NoticeKind.WITHDRAWAL
    lead = _lead(meeting, reason, language.code)
    notes = (
        []
        if withdrawn
        else [
            *_shorter(reason),
            *_laid(meeting, sender, language.code),
            *_notes(meeting, items, book, sender),
        ]
    )
    return NoticePaper(
        society=society_name(book.society, language.code),
        title=language.say(Sentence(TITLES[reason.kind].text, title=title)),
        lead=tuple(language.say(line) for line in lead),
        facts=tuple(
            (language.say(label), language.say(fact)) for label, fact in _facts(meeting, book, sender, language)
        ),
        agenda=() if withdrawn else tuple(_business(item, book, sender, language) for item in items),
        notes=tuple(language.say(note) for note in notes),
        signed=language.say(_signature(meeting, sender.name, reason, at)),
        link="" if withdrawn else sender.pages.get(language.code, ""),
        easy_lead=tuple(language.say(line) for line in in_easy_words(lead)),
        easy_notes=tuple(language.say(note) for note in in_easy_words(notes)),
    )


def _lead(meeting: Meeting, reason: Reason, language: str) -> list[Sentence]:
    words = in_language(reason.words, language)
    if reason.kind is NoticeKind.WITHDRAWAL:
        return [
            Sentence(
                "This meeting will not take place on {moment}. You do not need to come.", moment=meeting.starts_at
            ),
            Sentence("Why: {words}", words=words),
        ]
    if reason.kind is NoticeKind.ADJOURNMENT:
        day = rules.day_of(meeting.called_for)
        return [
            Sentence("The meeting of {day} was adjourned. It goes on {moment}.", day=day, moment=meeting.starts_at),
            Sentence("Why: {words}", words=words),
        ]
    if reason.kind is NoticeKind.CORRECTION and reason.before is not None:
        return [
            Sentence("This notice takes the place of the notice of {day}.", day=rules.day_of(reason.before)),
            Sentence("What has changed: {words}", words=words),
        ]
    return []


def kind_name_of(meeting: Meeting, book: Rulebook, language: str) -> Sentence:
    """What kind of meeting it is; whose own it is, where a body other than the board meets."""
    if meeting.kind is not MeetingKind.BOARD or meeting.body == book.board().id:
        return KIND_NAMES[meeting.kind]
    return Sentence("Meeting of its own: {body}", body=body_name(book.body(meeting.body), language))


def _facts(meeting: Meeting, book: Rulebook, sender: Sender, language: Language) -> list[tuple[Sentence, Sentence]]:
    starts, ends = meeting.starts_at, meeting.ends_expected
    clock = starts.astimezone(rules.LONDON).strftime("%H:%M")
    when = Sentence("{moment} ({clock})", moment=starts, clock=clock)
    kind = kind_name_of(meeting, book, language.code)
    rows = [(Sentence("Kind of meeting"), kind), (Sentence("When"), when)]
    if ends is not None:
        until = ends.astimezone(rules.LONDON).strftime("%H:%M")
        rows.append((Sentence("Until about"), Sentence("{time} ({clock})", time=language.time(ends), clock=until)))
    rows.append((Sentence("Where"), Sentence("{place}", place=in_language(meeting.place, language.code))))
    if meeting.video_link:
        rows.append((Sentence("By video"), Sentence("{link}", link=meeting.video_link)))
    if meeting.telephone:
        rows.append((Sentence("By telephone"), Sentence("{number}", number=meeting.telephone)))
    if meeting.captions_link:
        rows.append((Sentence("Captions"), Sentence("{link}", link=meeting.captions_link)))
    interpreter = in_language(meeting.interpreter, language.code)
    if interpreter:
        rows.append((Sentence("Interpreter"), Sentence("{words}", words=interpreter)))
    rows.append((Sentence("Who may come"), _who_may_come(meeting, book, language.code)))
    access = in_language(meeting.access, language.code)
    if access:
        rows.append((Sentence("Help to take part"), Sentence("{access}", access=access)))
    if meeting.ask_access:
        rows.append((Sentence("Whom to ask for help to take part"), Sentence("{who}", who=meeting.ask_access)))
    if sender.contact:
        rows.append((Sentence("Whom to ask"), Sentence("{contact}", contact=sender.contact)))
    return rows


def _who_may_come(meeting: Meeting, book: Rulebook, language: str) -> Sentence:
    if meeting.kind is MeetingKind.BOARD:
        return Sentence("Members of the {body}.", body=body_name(book.body(meeting.body), language))
    if meeting.kind is MeetingKind.FORUM:
        return Sentence("Everybody who belongs to the forum.")
    day = record_day(meeting.called_for, book)
    return Sentence("Every member. To vote in the meeting you must be a member on {day}.", day=day)


def record_day(starts_at: datetime, book: Rulebook) -> date:
    """The day whose membership decides who may vote in the room."""
    return rules.day_of(starts_at) - timedelta(days=book.roll.record_days_before)


def _business(item: AgendaItem, book: Rulebook, sender: Sender, language: Language) -> PaperItem:
    naming = naming_notes(item, book, sender.votes, sender.counted)
    asked, free = what_it_needs(item, book, language.code), _why_free(item, sender)
    return PaperItem(
        number=item.position,
        title=in_language(item.title, language.code),
        text=in_language(item.text, language.code),
        needs=tuple(language.say(line) for line in (*asked, *free, *naming, *who_and_how_long(item))),
        easy=tuple(language.say(line) for line in (*asked, *free)) if item.kind is ItemKind.ELECTION else (),
    )


def _why_free(item: AgendaItem, sender: Sender) -> tuple[Sentence, ...]:
    free = sender.free.get(item.id)
    return () if free is None or not item.places else why_free(free, item.places)


def who_and_how_long(item: AgendaItem) -> list[Sentence]:
    """Who brings an item, how long it takes, and the break after it."""
    lines = []
    if item.owner:
        lines.append(Sentence("Brought by {owner}.", owner=item.owner))
    if item.minutes:
        lines.append(Sentence("About {n} minute.", "About {n} minutes.", item.minutes, n=item.minutes))
    if item.break_after:
        n = item.break_after
        lines.append(Sentence("Then a break of {n} minute.", "Then a break of {n} minutes.", n, n=n))
    return lines


def what_it_needs(item: AgendaItem, book: Rulebook, language: str) -> list[Sentence]:
    """The kind of an item and what it needs to be carried, in words (invariant 23: the notice binds)."""
    if item.kind is ItemKind.MOTION and item.resolution:
        kind = book.resolution(item.resolution)
        rule = citation(f"resolution.{kind.id}", book)
        name = decision_name(book, kind.id, language)
        return [Sentence("{name}. {needs} ({rule})", name=name, needs=needs(kind), rule=rule)]
    if item.kind is ItemKind.ELECTION and item.places:
        return [_places(item, book, language)]
    return []


def needs(kind: Resolution) -> Sentence:
    """What a kind of decision needs, in words."""
    parts = [_threshold(kind.pass_)]
    if kind.each_class is not None and (kind.each_class.op, kind.each_class.of) == ("gt", Fraction(1, 2)):
        parts.append(Sentence("In every group more than half must be for it as well."))
    elif kind.each_class is not None:
        share = kind.each_class.of * 100
        parts.append(Sentence("In every group {share} of 100 must be for it as well.", share=share))
    if kind.turnout is not None:
        parts.append(Sentence("At least {share} of 100 members must vote.", share=kind.turnout.of * 100))
    if kind.confirm is not None:
        parts.append(Sentence("A second meeting must agree to it."))
    whole = parts[0]
    for part in parts[1:]:
        whole = Sentence("{first} {then}", first=whole, then=part)
    return whole


def _threshold(wanted: Pass) -> Sentence:
    base = BASES[wanted.base]
    if (wanted.op, wanted.of) == ("gt", Fraction(1, 2)):
        return Sentence("More than half of the {base} must be for it.", base=base)
    if wanted.op == "gt":
        return Sentence("More than {share} of 100 {base} must be for it.", share=wanted.of * 100, base=base)
    return Sentence("At least {share} of 100 {base} must be for it.", share=wanted.of * 100, base=base)


def _places(item: AgendaItem, book: Rulebook, language: str) -> Sentence:
    body = body_name(book.body(item.seat_body or ""), language)
    group = next((group_name(g, language) for g in book.constituencies if g.id == item.seat_constituency), None)
    places = item.places or 0
    if group is None:
        return Sentence(
            "{places} place on the {body} is open to every member.",
            "{places} places on the {body} are open to every member.",
            places,
            places=places,
            body=body,
        )
    return Sentence(
        "{places} place on the {body} is for this group: {group}.",
        "{places} places on the {body} are for this group: {group}.",
        places,
        places=places,
        body=body,
        group=group,
    )


def _shorter(reason: Reason) -> list[Sentence]:
    if reason.agreed is None:
        return []
    return [Sentence("This notice is shorter than the rules ask for. {sum}", sum=reason.agreed.words())]


def _laid(meeting: Meeting, sender: Sender, language: str) -> list[Sentence]:
    """What is laid before the members, and where it can be read before (domain.md 5: accounts and reports)."""
    notes = []
    if meeting.kind is MeetingKind.AGM:
        notes.append(
            Sentence("The accounts of the year and the reports are laid before the members at this meeting.")
        )
    if sender.laid:
        titles = "; ".join(in_language(one, language) for one in sender.laid)
        notes.append(Sentence("You can read these papers before, on the meeting's page: {titles}.", titles=titles))
        notes.append(Sentence("You can also ask us for them on paper or in another form."))
    elif meeting.kind is MeetingKind.AGM:
        notes.append(Sentence("Ask us, and we send you a copy before the meeting."))
    return notes


def _notes(meeting: Meeting, items: tuple[AgendaItem, ...], book: Rulebook, sender: Sender) -> list[Sentence]:
    if meeting.kind not in (MeetingKind.AGM, MeetingKind.GM):
        return [note for vote in sender.votes for note in vote_notes(vote, book)]
    return general_notes(meeting, items, book, sender.votes, sender.counted)


def _signature(meeting: Meeting, name: str, reason: Reason, at: datetime) -> Sentence:
    if reason.by_members:
        return Sentence("Called by members who asked for it. {name}, {day}", name=name, day=rules.day_of(at))
    if meeting.kind is MeetingKind.FORUM:
        return Sentence("{name}, {day}", name=name, day=rules.day_of(at))
    return Sentence("By order of the board. {name}, {day}", name=name, day=rules.day_of(at))
