"""Record sheets are typed in: one line of letters and Enter, or the same in fields; then the next, at once."""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.forums.consultations import lifecycle, queries, rules
from govern.forums.consultations.forms.sheets import SheetForm
from govern.forums.consultations.lifecycle import Beside, Meaning, Written
from govern.forums.consultations.models import PresentAs, Through
from govern.forums.consultations.pages.boxes import boxes_of
from govern.forums.consultations.queries import CardView, ConsultationView, kitchen
from govern.forums.consultations.rules import ADAPTATION_WORDS, HEARD_WORDS, Adaptation, Assent, Part, Stance
from govern.forums.consultations.rules.codes import (
    KNOWS_WORDS,
    SHOWN_WORDS,
    STANCE_LETTERS,
    There,
    Went,
    letters,
    read_code,
)
from govern.forums.consultations.rules.sheets import LINE, Sheet, check_sheet, picked_as, read_line
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

asker = holding(Permission.CONSULT)
Shown = Response[str] | Redirect
SHEETS = "/facilitate/consultations/{consultation_id:uuid}/sheets"
LONDON = ZoneInfo("Europe/London")
_PRESENT = {
    There.SUPPORTER: (PresentAs.SUPPORTER, False),
    There.CARER: (PresentAs.SUPPORTER, True),
    There.INTERPRETER: (PresentAs.INTERPRETER, False),
    There.OBSERVER: (PresentAs.OBSERVER, False),
}


@get(SHEETS, name="kitchen.sheets", guards=[asker])
async def sheets(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    consultation_id: UUID,
    day: str = "",
    done: str = "",
) -> Response[str]:
    """`day` is the day of the sheet before, which mostly is that of the next; `done` says what has just happened."""
    return await _shown(request, door, reading, visitor, consultation_id, day=_day(day, door), done=done)


def _day(text: str, door: Door) -> date:
    try:
        return min(date.fromisoformat(text), day_of(door.at))
    except ValueError:
        return day_of(door.at)


async def _shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    consultation_id: UUID,
    *,
    day: date | None = None,
    done: str = "",
    form: Submission[SheetForm] | None = None,
) -> Response[str]:
    code = door.language.code
    one = await queries.consultation(reading, consultation_id, visitor.person_id, day_of(door.at), code, Part.ASKS)
    cards = await queries.cards_of(reading, one.id, code)
    ways = await queries.ways_of(reading, one.id, code)
    since = kitchen.since(door.at)
    last = await kitchen.typed_in(reading, one.id, visitor.person_id, since)
    return page(
        request,
        "consultations/sheets.html",
        section="forums",
        one=one,
        cards=cards,
        boxes={box.name: box for box in boxes_of(one, cards, ways, door.language)},
        last=last,
        typed=await kitchen.how_many_typed(reading, one.id, visitor.person_id, since),
        sent_id=uuid4(),
        day=day or day_of(door.at),
        done=next((sheet for sheet in last if str(sheet.sitting_id) == done), None),
        undone=done == "undone",
        ways_words=ADAPTATION_WORDS,
        heard_words=HEARD_WORDS,
        form=form,
    )


@post(SHEETS, name="kitchen.type_sheet", guards=[asker])
async def type_sheet(request: AnyRequest, door: Door, store: Store, visitor: Visitor, consultation_id: UUID) -> Shown:
    form: Submission[SheetForm] = submitted(SheetForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            async with store.writing() as writing:
                sitting = await _take_in(writing, door, visitor, consultation_id, sent)
            told = {"day": sent.day.isoformat(), "done": str(sitting)}
            where = door.here(SHEETS.replace("{consultation_id:uuid}", str(consultation_id)))
            return Redirect(where, query_params=told, status_code=303)
    except GovernError as refusal:
        form = form.refused(_beside(refusal, form.values))
    async with store.reading() as reading:
        return await _shown(request, door, reading, visitor, consultation_id, form=form)


def _beside(refusal: GovernError, sent: SheetForm | None) -> GovernError:
    """Beside the line where the line was typed, beside the field where the fields were."""
    if sent is not None and sent.line:
        refusal.field = "day" if refusal.field == "began_at" else LINE
    elif refusal.field == "began_at":
        refusal.field = "day"
    elif refusal.field == "knows_person":
        refusal.field = "knows"
    return refusal


async def _take_in(
    writing: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID, sent: SheetForm
) -> UUID:
    by, code = visitor.person_id, door.language.code
    one = await queries.consultation(writing, consultation_id, by, day_of(door.at), code, Part.ASKS)
    cards = await queries.cards_of(writing, consultation_id, code)
    field = LINE if sent.line else "code"
    sheet = read_line(sent.line, len(cards)) if sent.line else _from_fields(sent)
    check_sheet(sheet, len(cards))
    mine = None if one.part >= Part.RUNS else by
    response = await kitchen.of_code(writing, consultation_id, sheet.code, mine, field)
    began = _moment(sent.day, door.at)
    await lifecycle.check_fresh_code(writing, response, began, sent.sent_id, field)
    written = _written(sheet, one, cards, response.person_id, began, door)
    order = sent.order if not sent.line else None
    if order:
        written = msgspec.structs.replace(written, shown_order=_order(order, cards))
    way = sheet.way or response.planned or Adaptation.WORDS
    return await lifecycle.take_in(
        writing,
        sent.sent_id,
        msgspec.structs.replace(written, adaptation=way),
        through=Through.PAPER,
        led_by=response.asker_id or by,
        by=by,
        at=door.at,
    )


def _moment(day: date, at: datetime) -> datetime:
    """A sheet says the day and no more: noon of it, or now where that is still to come."""
    noon = datetime.combine(day, time(12), LONDON).astimezone(UTC)
    return min(noon, at) if day <= day_of(at) else noon


def _from_fields(sent: SheetForm) -> Sheet:
    """The fields as a sheet. Raises `NotValid` beside the first that is needed and empty."""
    if not sent.code:
        raise NotValid("Type the line of letters, or the code and the fields.", field=LINE)
    code = read_code(sent.code)
    if sent.assent is None:
        raise NotValid("Say whether they wanted to take part. That comes first.", field="assent")
    if sent.assent_how is None:
        raise NotValid("Say how they showed whether they want to take part.", field="assent_how")
    stance, card, leaning = _stance(sent.stance)
    return Sheet(
        code=code,
        assent=sent.assent,
        assent_how=sent.assent_how,
        way=sent.way,
        went=sent.went or Went.ON,
        stopped_how=sent.stopped_how,
        picked=sent.picked or "",
        given_by=sent.given_by,
        stance=stance,
        stance_card=card,
        leaning=leaning,
        evidence=sent.evidence,
        confidence=sent.confidence,
        knows=sent.knows,
        there=sent.there or There.NOBODY,
        did=sent.did or "",
        meant=sent.meant or "",
        who=sent.who or "",
    )


def _stance(said: str | None) -> tuple[Stance | None, int | None, bool]:
    if said and said.isascii() and said.isdigit() and len(said) < 3:
        return Stance.CARD, int(said), False
    stance, leaning = STANCE_LETTERS.get(said or "", (None, False))
    return stance, None, leaning


def _written(
    sheet: Sheet, one: ConsultationView, cards: tuple[CardView, ...], person_id: UUID, began: datetime, door: Door
) -> Written:
    say, ids = door.language.say, tuple(card.id for card in cards)
    gave = sheet.assent is Assent.GIVEN
    stopped = gave and sheet.went is Went.STOPPED
    written = Written(
        consultation_id=one.id,
        person_id=person_id,
        began_at=began,
        ended_at=began,
        adaptation=sheet.way or Adaptation.WORDS,
        assent=sheet.assent,
        assent_how=say(SHOWN_WORDS[sheet.assent_how]),
    )
    if not gave:
        return written
    order = rules.lay(ids, person_id, one.id, 0)
    present = _present(sheet)
    if stopped and sheet.stopped_how is not None:
        how = say(SHOWN_WORDS[sheet.stopped_how])
        return msgspec.structs.replace(written, shown_order=order, present=present, stopped_how=how)
    assert sheet.stance and sheet.evidence and sheet.confidence and sheet.knows
    meaning = Meaning(
        sheet.stance,
        sheet.evidence,
        sheet.confidence,
        sheet.leaning,
        ids[sheet.stance_card - 1] if sheet.stance_card else None,
        say(KNOWS_WORDS[sheet.knows]),
    )
    return msgspec.structs.replace(
        written,
        shown_order=order,
        picked=picked_as(sheet, ids),
        given_by=sheet.given_by,
        did=sheet.did,
        meant=sheet.meant,
        present=present,
        read=meaning,
    )


def _present(sheet: Sheet) -> tuple[Beside, ...]:
    """Names with semicolons between them; a letter before a name says that this one was there as something else."""
    known, found = letters(There), []
    for part in sheet.who.split(";"):
        first, _, rest = part.strip().partition(" ")
        there, name = (known[first], rest.strip()) if first in known and rest.strip() else (sheet.there, part.strip())
        if name and there in _PRESENT:
            found.append(Beside(*(_PRESENT[there][0], name, _PRESENT[there][1])))
    return tuple(found)


def _order(typed: str, cards: tuple[CardView, ...]) -> tuple[UUID, ...]:
    """The numbers of the cards as they lay, from the left. Raises `NotValid`."""
    numbers = [int(one) for one in typed if one.isascii() and one.isdigit()]
    if sorted(numbers) != list(range(1, len(cards) + 1)):
        raise NotValid("Type the number of each card once, from the left to the right, like 21.", field="order")
    return tuple(cards[number - 1].id for number in numbers)


@post(SHEETS + "/{sitting_id:uuid}/undo", name="kitchen.undo_sheet", guards=[asker])
async def undo_sheet(door: Door, store: Store, visitor: Visitor, consultation_id: UUID, sitting_id: UUID) -> Redirect:
    """Somebody's own sheet, while it is fresh; the record keeps both lines."""
    async with store.writing() as writing:
        code = door.language.code
        await queries.consultation(writing, consultation_id, visitor.person_id, day_of(door.at), code, Part.ASKS)
        await lifecycle.undo_sheet(writing, consultation_id, sitting_id, by=visitor.person_id, at=door.at)
    where = door.here(SHEETS.replace("{consultation_id:uuid}", str(consultation_id)))
    return Redirect(where, query_params={"done": "undone"}, status_code=303)


HANDLERS = [sheets, type_sheet, undo_sheet]
