"""What a tablet takes along: open questions with their cards and pictures, whom somebody asks, and how to ask them.

All of it goes into one answer and is sealed on the tablet at once; pictures are part of it, so that nothing of a
question lies about in the browser's own store of pages.
"""

import base64
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.documents import photographs, symbols
from govern.errors import Unavailable
from govern.forums.consultations import queries
from govern.forums.consultations.models import CommunicationProfile
from govern.forums.consultations.queries import CardView, ConsultationView, PhotographView, WayView, kitchen
from govern.forums.consultations.queries.kitchen import ToAsk
from govern.forums.consultations.rules import PLACES, WAYS_OUT, YES_NO, Adaptation, faces_of, tries_of
from govern.identity.rules import day_of
from govern.languages import LANGUAGES
from govern.sentences import Sentence
from govern.society import Society
from govern.web.page import STATIC

PROFILE = ("works", "works_not", "supporters", "sign_yes", "sign_no", "sign_stop", "posture", "time_of_day")


async def bundle_of(
    reading: AsyncSession, society: Society, person_id: UUID, at: datetime, languages: Iterable[str]
) -> dict[str, object]:
    """Everything the page shows where there is no signal."""
    on, spoken = day_of(at), tuple(languages)
    taken = await kitchen.to_take_along(reading, person_id, on, spoken[0])
    told = [await _question(reading, society, one, people, spoken) for one, people in taken]
    return {"consultations": told, "texts": {code: _texts(code) for code in spoken}, "pictures": _pictures()}


async def _question(
    reading: AsyncSession,
    society: Society,
    one: ConsultationView,
    people: tuple[ToAsk, ...],
    spoken: tuple[str, ...],
) -> dict[str, object]:
    language = spoken[0]
    known = await kitchen.profiles(reading, tuple(person.person_id for person in people))
    return {
        "id": str(one.id),
        "asks": one.asks.value,
        "title": one.titles,
        "question": one.questions,
        "context": one.contexts,
        "ways": [_way(way, society, spoken) for way in await queries.ways_of(reading, one.id, language)],
        "cards": [_card(card, society) for card in await queries.cards_of(reading, one.id, language)],
        "people": [_person(person, known.get(person.person_id)) for person in people],
    }


def _way(way: WayView, society: Society, spoken: tuple[str, ...]) -> dict[str, object]:
    """`link` is all there is of a signed film here: its file is put on the tablet where it was taken along."""
    easy = {
        code: [{"words": row.words, "picture": _picture(row.symbol, row.photograph, society)} for row in rows]
        for code, rows in way.easies.items()
    }
    faces = [one.key for one in faces_of(way.faces)] if way.kind in (Adaptation.FACES, Adaptation.TRYING) else []
    tries = [
        {"on": one.on.isoformat(), "day": {code: LANGUAGES[code].day(one.on) for code in spoken}, "card": one.card_id}
        for one in (tries_of(way.days) if way.kind is Adaptation.TRYING else ())
    ]
    shown = {"kind": way.kind.value, "words": way.texts, "link": way.link or ""}
    return {**shown, "easy": easy, "faces": faces, "tries": tries}


def _card(card: CardView, society: Society) -> dict[str, object]:
    return {
        "id": str(card.id),
        "counts_as": card.counts_as.value,
        "words": card.texts,
        "object": card.objects,
        "symbol": _picture(card.symbol, None, society),
        "photograph": _picture(None, card.photograph, society),
    }


def _person(person: ToAsk, profile: CommunicationProfile | None) -> dict[str, object]:
    """By code and first name: whoever finds an open tablet learns no more of them than that."""
    how = {name: getattr(profile, name) for name in PROFILE} if profile else None
    if profile and how is not None:
        how["best_way"] = profile.best_way.value if profile.best_way else ""
    return {
        "id": str(person.person_id),
        "code": person.printed,
        "first_name": person.first_name,
        "language": person.language,
        "planned": person.planned.value if person.planned else "",
        "profile": how,
    }


def _picture(symbol: str | None, photograph: PhotographView | None, society: Society) -> str | None:
    """A picture as an address that holds it. One that is lost is left out: its words are there."""
    if photograph is not None:
        try:
            content = photographs.content_of(society.uploads(), photograph.photograph)
        except Unavailable:
            return None
        return held(content, photographs.KIND)
    return held(symbols.drawing(symbol), "image/svg+xml") if symbol and symbols.is_there(symbol) else None


def drawn(name: str) -> str | None:
    """A drawing of the service as an address that holds it."""
    file = STATIC / name
    return held(file.read_bytes(), "image/svg+xml") if file.is_file() else None


def held(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _texts(code: str) -> dict[str, str]:
    """What is shown beside the cards, in one language."""
    say = LANGUAGES[code].say
    words = {one.key: say(one.words) for one in (*faces_of(5), *YES_NO, *WAYS_OUT)}
    words |= {f"place-{one.key}": say(one.words) for one in PLACES}
    words["stop"] = say(Sentence("I want to stop"))
    words["write"] = say(Sentence("Write down what happened"))
    words["film"] = say(Sentence("Watch the question in sign language"))
    words["how"] = say(Sentence("How was it?"))
    words["today"] = say(Sentence("Today"))
    words["enough"] = say(Sentence("We are done"))
    return words


def _pictures() -> dict[str, str | None]:
    pictures = {one.key: drawn(one.picture) for one in (*faces_of(5), *YES_NO, *WAYS_OUT)}
    pictures |= {f"place-{one.key}": drawn(one.picture) for one in PLACES}
    return {**pictures, "stop": drawn("pictures/stop.svg")}
