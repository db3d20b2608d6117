"""`facilitate/consultations/{id}/ways`: each way of asking is prepared, and looked at as the person will see it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import Parameter
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents import symbols
from govern.errors import GovernError, NotFound, NotValid
from govern.forums.consultations import lifecycle, queries, rules
from govern.forums.consultations.forms.writing import WayForm
from govern.forums.consultations.pages.shared import ONE, Shown, desk, near, works
from govern.forums.consultations.pages.showing import Screen, can_be_chosen, drawn, nobody_s, things_of
from govern.forums.consultations.queries import ConsultationView, WayView
from govern.forums.consultations.rules import (
    ADAPTATION_WORDS,
    MOST_EASY_ROWS,
    Adaptation,
    Part,
    Try,
    WayDraft,
)
from govern.identity.rules import day_of
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted, words
from govern.web.page import page
from govern.web.visitor import Visitor

WAYS = f"{ONE}/ways"
WAY = f"{WAYS}/{{way_name:str}}"
TRIES = 6
FIRST_EASY_ROWS = 6
ABOUT = {
    Adaptation.WORDS: Sentence("The question is read out or read, and answered in words."),
    Adaptation.EASY: Sentence("One idea a line, each with its picture."),
    Adaptation.SYMBOLS: Sentence("Each card with its symbol. The person points, looks or gives."),
    Adaptation.PHOTOGRAPHS: Sentence("Each card with its photograph. The person points, looks or gives."),
    Adaptation.OBJECTS: Sentence(
        "A real thing stands for each card. It lies on the table, and on this page as a photograph."
    ),
    Adaptation.SIGNED: Sentence("The question on video, in sign language."),
    Adaptation.MAT: Sentence("A topic, a scale at the top, and the person puts each card under it."),
    Adaptation.FACES: Sentence("Faces from happy to sad, always in the same order."),
    Adaptation.YES_NO: Sentence("Yes, no, and not sure."),
    Adaptation.SORTING: Sentence("One card after the other goes to good, not sure or not good."),
    Adaptation.TRYING: Sentence("The person does each thing on real days, and shows what they like."),
    Adaptation.OBSERVING: Sentence("Nothing is asked. Somebody who knows the person writes down what they do."),
}


def _kind(name: str) -> Adaptation:
    """Raises `NotFound`."""
    try:
        return Adaptation(name)
    except ValueError:
        raise NotFound("There is no such way of asking. Go back to the question.") from None


async def _prepared(reading: AsyncSession, door: Door, consultation_id: UUID, kind: Adaptation) -> WayView | None:
    ways = await queries.ways_of(reading, consultation_id, door.language.code)
    return next((way for way in ways if way.kind is kind), None)


@get(WAYS, name="consultations.ways", guards=[works])
async def all_ways(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    """Those the rules of the society name, prepared or not."""
    view = await near(reading, door, visitor, consultation_id)
    ways = await queries.ways_of(reading, consultation_id, door.language.code)
    return page(
        request,
        "consultations/question_ways.html",
        section="forums",
        one=view,
        runs=view.part is Part.RUNS,
        allowed=rules.allowed(await lifecycle.methods_on(reading, day_of(door.at))),
        prepared={way.kind for way in ways},
        way_words=ADAPTATION_WORDS,
        about=ABOUT,
    )


@get(WAY, name="consultations.way", guards=[works])
async def way(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    way_name: str,
    typed: Annotated[str, Parameter(query="q", max_length=100)] = "",
) -> Response[str]:
    return await _way(request, reading, door, visitor, consultation_id, way_name, typed=typed)


async def _way(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    way_name: str,
    *,
    form: Submission[Any] | None = None,
    easy: dict[str, list[tuple[str, str]]] | None = None,
    tries: list[tuple[str, str, str, str]] | None = None,
    typed: str = "",
) -> Response[str]:
    kind = _kind(way_name)
    view = await near(reading, door, visitor, consultation_id, Part.RUNS)
    today, code = day_of(door.at), door.language.code
    rules.check_adaptation(kind, await lifecycle.methods_on(reading, today))
    languages = await queries.languages_on(reading, today)
    found = await _prepared(reading, door, consultation_id, kind)
    cards = await queries.cards_of(reading, consultation_id, code)
    shown_easy = _easy_rows(found, languages) if easy is None else easy
    shown_tries = _tries(found) if tries is None else tries
    return page(
        request,
        "consultations/question_way.html",
        section="forums",
        one=view,
        kind=kind,
        name=ADAPTATION_WORDS[kind],
        about=ABOUT[kind],
        prepared=found,
        codes=languages,
        cards=can_be_chosen(cards),
        easy={lang: rows + [("", "")] * (_easy_lines(rows) - len(rows)) for lang, rows in shown_easy.items()},
        pictures=await _pictures(reading, door, consultation_id, shown_easy, typed),
        typed=typed,
        tries=shown_tries + [("", "", "", "")] * (TRIES - len(shown_tries)),
        form=Submission.blank(**_known(kind, found, view)) if form is None else form,
    )


def _easy_lines(rows: Sequence[tuple[str, str]]) -> int:
    """How many lines the page has: some are free, and it does not begin with all that there may be."""
    return max(len(rows), min(MOST_EASY_ROWS, max(FIRST_EASY_ROWS, len(rows) + 3)))


def _easy_rows(found: WayView | None, languages: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    easies = found.easies if found else {}
    return {
        code: [
            (str(row.photograph.id) if row.photograph else row.symbol or "", row.words)
            for row in easies.get(code, ())
        ]
        for code in languages
    }


def _tries(found: WayView | None) -> list[tuple[str, str, str, str]]:
    """Day, month, year and card of each attempt, as the fields hold them."""
    attempts = rules.tries_of(found.days) if found else ()
    return [(str(one.on.day), str(one.on.month), str(one.on.year), str(one.card_id)) for one in attempts]


def _known(kind: Adaptation, found: WayView | None, view: ConsultationView) -> dict[str, str]:
    """What is kept, or for something new what a way begins with. Only a topic begins as the name of the question:
    another wording would be asked instead of it."""
    if found is None:
        topic = view.titles if kind in (Adaptation.MAT, Adaptation.SORTING) else {}
        return {"faces": "3"} | {"words" if code == "en" else f"words_{code}": topic[code] for code in topic}
    known = {"words" if code == "en" else f"words_{code}": text for code, text in found.texts.items()}
    return known | {"link": found.link or "", "faces": str(found.faces or "")}


async def _pictures(
    reading: AsyncSession,
    door: Door,
    consultation_id: UUID,
    easy: dict[str, list[tuple[str, str]]],
    typed: str,
) -> list[tuple[str, str]]:
    """Pictures to choose from for a line: photographs, those in use, those with a meaning here, those found."""
    code = door.language.code
    chosen = [
        (str(key), door.language.say(Sentence("Photograph: {words}", words=one.description)))
        for key, one in (await queries.photographs_of(reading, consultation_id, code)).items()
    ]
    known = {key for key, _ in chosen}
    meanings = await queries.meanings_of(reading)
    names = [picture for rows in easy.values() for picture, _ in rows if picture and picture not in known]
    names += [one.name for one in symbols.search(typed, code)]
    names += [*meanings, *(name for name in symbols.symbols() if name.startswith(symbols.OPENMOJI))]
    for name in dict.fromkeys(names):
        meaning = meanings.get(name, {})
        chosen.append((name, meaning.get(code) or meaning.get("en") or symbols.called(name, code)))
    return [pair for pair in chosen if pair[1]]


@post(WAY, name="consultations.prepare_way", guards=[works])
async def prepare_way(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID, way_name: str
) -> Shown:
    kind, sent = _kind(way_name), await request.form()
    form = submitted(WayForm, sent, door.language.say)
    easy, tries = _sent_easy(sent), _sent_tries(sent)
    try:
        async with store.writing() as writing:
            await near(writing, door, visitor, consultation_id, Part.RUNS)
            if form.values is not None:
                wanted = WayDraft(
                    kind=kind,
                    words=words(form.values.words, form.values.words_cy),
                    easy={code: rows for code, rows in easy.items() if rows} if kind is Adaptation.EASY else {},
                    link=form.values.link if kind is Adaptation.SIGNED else None,
                    faces=form.values.faces if kind is Adaptation.FACES else None,
                    tries=_read(tries) if kind is Adaptation.TRYING else (),
                )
                await lifecycle.prepare_way(writing, consultation_id, wanted, by=visitor.person_id, at=door.at)
                return desk(door, consultation_id, f"/ways/{kind.value}/preview")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _way(
            request, reading, door, visitor, consultation_id, way_name, form=form, easy=easy, tries=tries
        )


def _sent_easy(sent: FormMultiDict) -> dict[str, list[tuple[str, str]]]:
    """The rows of each language that have something in them."""
    found = {}
    for code in ("en", "cy"):
        pairs = zip(sent.getall(f"picture_{code}", []), sent.getall(f"line_{code}", []), strict=False)
        rows = [
            (str(picture)[:120].replace("\x00", ""), str(text).strip()[:300].replace("\x00", ""))
            for picture, text in pairs
        ]
        kept = [(picture, text) for picture, text in rows if text][:40]
        if sent.getall(f"line_{code}", []):
            found[code] = kept
    return found


def _sent_tries(sent: FormMultiDict) -> list[tuple[str, str, str, str]]:
    columns = [sent.getall(f"try_{part}", []) for part in ("day", "month", "year", "card")]
    rows = [tuple(str(one).strip()[:40] for one in row) for row in zip(*columns, strict=False)]
    return [(row[0], row[1], row[2], row[3]) for row in rows if any(row[:3])][:20]


def _read(tries: list[tuple[str, str, str, str]]) -> tuple[Try, ...]:
    """Raises `NotValid` for a day that is none."""
    found = []
    for number, (day, month, year, card) in enumerate(tries, start=1):
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in (day, month, year)):
            raise NotValid("Type a real day in line {n}.", field="tries", n=number)
        try:
            on = date(int(year), int(month), int(day))
        except ValueError:
            raise NotValid("Type a real day in line {n}.", field="tries", n=number) from None
        try:
            found.append(Try(on, UUID(card)))
        except ValueError:
            raise NotValid("Choose for each day which card is tried out.", field="tries") from None
    return tuple(found)


@post(f"{WAY}/drop", name="consultations.drop_way", guards=[works])
async def drop_way(store: Store, door: Door, visitor: Visitor, consultation_id: UUID, way_name: str) -> Shown:
    kind = _kind(way_name)
    async with store.writing() as writing:
        await near(writing, door, visitor, consultation_id, Part.RUNS)
        await lifecycle.drop_way(writing, consultation_id, kind, by=visitor.person_id, at=door.at)
    return desk(door, consultation_id, "/ways")


@get(f"{WAY}/preview", name="consultations.preview", guards=[works])
async def preview(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID, way_name: str
) -> Response[str]:
    """The first screen of a sitting as it will be, drawn by the same templates. Nothing is kept of it."""
    view = await near(reading, door, visitor, consultation_id)
    found = await _prepared(reading, door, consultation_id, _kind(way_name))
    if found is None:
        raise NotFound("This way is not prepared. Go back to the question.")
    cards = await queries.cards_of(reading, consultation_id, door.language.code)
    screen = Screen(
        consultation=view,
        sitting=nobody_s(found.kind, [card.id for card in cards], visitor.person_id, door.at),
        way=found,
        things=things_of(found.kind, found, cards),
        cards=cards,
        base=door.here(f"facilitate/consultations/{consultation_id}/ways"),
        own=False,
        giver="",
        to_look=door.language.say(ADAPTATION_WORDS[found.kind]),
    )
    return drawn(request, screen, 0, None)


HANDLERS = [all_ways, way, prepare_way, drop_way, preview]
