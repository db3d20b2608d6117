"""Given for stories in a kitchen without signal: W14's question, open, with ten people whom Mair Elis asks.

The society is small and its day is today: the service of a story has the clock of the machine.
"""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select

from govern.clock import now
from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.documents import photographs
from govern.forums.consultations import lifecycle
from govern.forums.consultations.lifecycle import Invited
from govern.forums.consultations.models import (
    CommunicationProfile,
    ConsultationAdaptation,
    ConsultationCard,
    ConsultationPhotograph,
    ConsultationResponse,
    ConsultationSitting,
)
from govern.forums.consultations.rules import Adaptation, CheckKind, CountsAs, Try
from govern.forums.consultations.rules.codes import on_paper
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.gatherings.rules import Standing
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.identity.models import Person
from govern.permissions import Role
from govern.society import Society
from tests.forums.given_question import swimming_on_thursday
from tests.given import a_bare_society
from tests.security.given_activities import a_photograph
from tests.stories.desk import Desk
from tests.stories.walkers import aside

SHORT = "tair-nant"
FACILITATOR, SECOND = "Mair Elis", "Siân Llwyd"
PEOPLE = ("Gwenllian", "Anwen", "Bogdan", "Caradog", "Dilys", "Emrys", "Ffion", "Gethin", "Heledd", "Idwal")
SURNAME = "Trahaearn"
SIGN = "Blinks slowly twice"
WAYS = (
    *(Adaptation.PHOTOGRAPHS, Adaptation.MAT, Adaptation.FACES, Adaptation.YES_NO),
    *(Adaptation.WORDS, Adaptation.SYMBOLS, Adaptation.OBJECTS, Adaptation.OBSERVING),
    *(Adaptation.SIGNED, Adaptation.TRYING, Adaptation.EASY, Adaptation.SORTING),
)
#: A film that nobody can reach where there is no signal.
FILM = "https://films.example.org/which-day-for-swimming"


class Kitchen(msgspec.Struct, frozen=True):
    """A society's home with the question in it. `codes` are printed codes by first name."""

    home: Path
    question: UUID
    cards: tuple[UUID, UUID]
    codes: dict[str, str]
    facilitator: UUID

    @property
    def desk(self) -> Desk:
        return Desk(self.home, SHORT)

    def sittings(self) -> list[ConsultationSitting]:
        async def looking(society: Society) -> list[ConsultationSitting]:
            async with society.store.reading() as reading:
                return list(await reading.scalars(select(ConsultationSitting)))

        return self.desk.run(looking)

    def responses(self) -> dict[str, ConsultationResponse]:
        """What counts of each person, by first name."""

        async def looking(society: Society) -> dict[str, ConsultationResponse]:
            async with society.store.reading() as reading:
                rows = await reading.execute(
                    select(Person.first_name, ConsultationResponse).join(
                        Person, Person.id == ConsultationResponse.person_id
                    )
                )
                return {row[0]: row[1] for row in rows}

        return self.desk.run(looking)


def build(home: Path, people: tuple[str, ...] = PEOPLE) -> Kitchen:
    return aside(lambda: asyncio.run(_build(home, people)))


async def _build(home: Path, people: tuple[str, ...]) -> Kitchen:
    society = await a_bare_society(home, SHORT)
    at = now() - timedelta(hours=1)
    tuesday, thursday = uuid4(), uuid4()
    kept = await photographs.keep(society.uploads(), a_photograph())
    async with society.store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=at)
        ids = {}
        for name in (FACILITATOR, SECOND, *(f"{first} {SURNAME}" for first in people)):
            new = NewPerson(name=name, email=f"{uuid4().hex[:8]}@example.org")
            joined = at.date() - timedelta(days=400)
            ids[name] = await register.enter(writing, new, "supported", joined, "Founding", by=None, at=at)
        forum = await gatherings.found_forum(writing, ForumDraft(layer="local", name={"en": "Pont"}), by=None, at=at)
        mair, sian = ids[FACILITATOR], ids[SECOND]
        await gatherings.come(writing, forum, mair, Standing.MEMBER, by=None, at=at)
        await identity.appoint(writing, mair, Role.FACILITATOR, at.date(), constituency="supported", by=None, at=at)
        await gatherings.name_facilitator(writing, forum, mair, at.date(), by=None, at=at)
        made = await lifecycle.draft(writing, forum, swimming_on_thursday(now().date()), by=mair, at=at)
        picture = ConsultationPhotograph(consultation_id=made, **msgspec.structs.asdict(kept))
        picture.description, picture.consent = {"en": "The pool", "cy": "Y pwll"}, "Nobody is in it."
        picture.added_by, picture.added_at = mair, at
        writing.add(picture)
        await writing.flush()
        for position, (key, words, counts) in enumerate(
            (
                (tuesday, {"en": "Tuesday", "cy": "Dydd Mawrth"}, CountsAs.AGAINST),
                (thursday, {"en": "Thursday", "cy": "Dydd Iau"}, CountsAs.FOR),
            ),
            start=1,
        ):
            card = ConsultationCard(id=key, consultation_id=made, position=position, words=words, counts_as=counts)
            card.symbol, card.photograph_id = "openmoji-clock", picture.id
            card.object = {"en": "A towel", "cy": "Tywel"}
            writing.add(card)
        writing.add_all(_ways(made, mair, at, (tuesday, thursday)))
        await writing.flush()
        for kind in CheckKind:
            await lifecycle.check(writing, made, kind, 1, passed=True, words="", by=sian, at=at)
        await lifecycle.open_(writing, made, by=mair, at=at)
        asked = [ids[f"{first} {SURNAME}"] for first in people]
        ways = [WAYS[number % len(WAYS)] for number in range(len(asked))]
        invited = [Invited(person, mair, way) for person, way in zip(asked, ways, strict=True)]
        await lifecycle.invite(writing, made, invited, by=mair, at=at)
        writing.add(
            CommunicationProfile(
                person_id=asked[0], version=1, best_way=WAYS[0], sign_yes=SIGN, written_by=mair, written_at=at
            )
        )
        await writing.flush()
        rows = await writing.execute(
            select(Person.first_name, ConsultationResponse.code).join(
                Person, Person.id == ConsultationResponse.person_id
            )
        )
        codes = {name: on_paper(code) for name, code in rows}
    await society.store.close()
    return Kitchen(home, made, (tuesday, thursday), codes, mair)


def _ways(made: UUID, by: UUID, at: datetime, cards: tuple[UUID, UUID]) -> list[ConsultationAdaptation]:
    """Tuesday is tried out today, Thursday the day after tomorrow."""
    prepared, today = [], now().date()
    tries = [Try(today, cards[0]), Try(today + timedelta(days=2), cards[1])]
    told = {"en": "Swimming can be on another day.", "cy": "Gall nofio fod ar ddiwrnod arall."}
    easy = {code: [["openmoji-clock", words]] for code, words in told.items()}
    for way in WAYS:
        words = {"en": "Which day for swimming?", "cy": "Pa ddiwrnod i nofio?"}
        one = ConsultationAdaptation(consultation_id=made, kind=way, words=words, written_by=by, written_at=at)
        one.faces = 3 if way is Adaptation.FACES else None
        one.link = FILM if way is Adaptation.SIGNED else None
        one.lines = json.dumps(easy) if way is Adaptation.EASY else "{}"
        one.days = "\n".join(attempt.line() for attempt in tries) if way is Adaptation.TRYING else ""
        prepared.append(one)
    return prepared
