"""Given for the stories of being asked: the question of W14, open and ready in every way, and a service before it.

Mair Elis runs it and asks; ten people are asked; Siân Llwyd asks too.
"""

from __future__ import annotations

import asyncio
import json
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.clock import now
from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.documents import photographs
from govern.documents.photographs import Photograph
from govern.forums.consultations import lifecycle
from govern.forums.consultations.lifecycle import Invited, ProfileDraft
from govern.forums.consultations.models import (
    ConsultationAdaptation,
    ConsultationCard,
    ConsultationPhotograph,
    ConsultationResponse,
    ConsultationSitting,
)
from govern.forums.consultations.rules import Adaptation, CheckKind, CountsAs
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.gatherings.rules import Standing
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import Proof, day_of
from govern.society import Society
from tests.forums.given_question import QUESTION, swimming_on_thursday
from tests.given import a_bare_society
from tests.security.given_activities import a_photograph
from tests.servers.service import Service
from tests.stories.desk import Desk
from tests.stories.walkers import Walker, aside

SHORT = "tair-nant"
ASKED = (
    *("Gwen Hughes", "Ana Bowen", "Bo Parry", "Cai Rhys", "Dewi Rees", "Elin Tudur", "Ffion Wyn", "Gareth Huw"),
    *("Mari Lloyd", "Nia Prys"),
)


class Pool:
    """The society, the question, and who is in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.people: dict[str, UUID] = {}
        self.id, self.tuesday, self.thursday = uuid4(), uuid4(), uuid4()
        self.address = ""

    @property
    def desk(self) -> Desk:
        return Desk(self.home, SHORT)

    def walker(
        self, browser: Browser, name: str, *, scripts: bool = False, width: int = 1024, language: str = "en"
    ) -> Walker:
        """Somebody signed in; those who ask, as officers are."""
        made = Walker(browser, self.address, SHORT, scripts=scripts, width=width, language=language)
        proof = Proof.PASSWORD_TOTP if name in ("Mair Elis", "Siân Llwyd") else Proof.LINK
        self.desk.let_in(made, self.people[name], proof)
        return made

    def at(self, name: str, rest: str = "") -> str:
        return f"facilitate/consultations/{self.id}/people/{self.people[name]}{rest}"

    def sittings(self, *names: str) -> list[ConsultationSitting]:
        """Each time these people were asked, the last one first."""
        wanted = [self.people[name] for name in names]

        async def theirs(society: Society) -> list[ConsultationSitting]:
            question = select(ConsultationSitting).where(ConsultationSitting.person_id.in_(wanted))
            async with society.store.reading() as reading:
                found = await reading.scalars(question.order_by(ConsultationSitting.entered_at.desc()))
                return list(found)

        return self.desk.run(theirs)

    def answer(self, name: str) -> ConsultationResponse:
        """Where somebody's answer stands."""

        async def theirs(society: Society) -> ConsultationResponse:
            async with society.store.reading() as reading:
                return await reading.get_one(ConsultationResponse, (self.id, self.people[name]))

        return self.desk.run(theirs)


def a_pool(home: Path) -> Pool:
    """Founded once; copied for each story that changes it."""
    pool = Pool(home)
    home.mkdir(parents=True)
    aside(lambda: asyncio.run(_found(pool)))
    return pool


async def _found(pool: Pool) -> None:
    at = now()
    society = await a_bare_society(pool.home, SHORT)
    kept = await photographs.keep(society.uploads(), a_photograph())
    async with society.store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=at)
        for name in ("Mair Elis", "Siân Llwyd", *ASKED):
            person = NewPerson(name=name, email=f"{uuid4().hex[:6]}@example.org")
            pool.people[name] = await register.enter(
                writing, person, "supported", date(2020, 1, 1), "Founding member", by=None, at=at
            )
        mair, sian = pool.people["Mair Elis"], pool.people["Siân Llwyd"]
        draft = ForumDraft(layer="area", name={"en": "Pont forum", "cy": "Fforwm Pont"})
        forum = await gatherings.found_forum(writing, draft, by=None, at=at)
        for name in ("Mair Elis", "Siân Llwyd"):
            await gatherings.come(writing, forum, pool.people[name], Standing.MEMBER, by=None, at=at)
            await gatherings.name_facilitator(writing, forum, pool.people[name], at.date(), by=None, at=at)
        await _ask(pool, writing, forum, mair, sian, kept, at)
        ana, way = pool.people["Ana Bowen"], Adaptation.PHOTOGRAPHS
        how = ProfileDraft(ways=(way,), best_way=way, sign_yes="Looks up", sign_stop="Turns away")
        await lifecycle.write_profile(writing, ana, how, by=ana, at=at)
    await society.store.close()


async def _ask(
    pool: Pool, writing: AsyncSession, forum: UUID, mair: UUID, sian: UUID, kept: Photograph, at: datetime
) -> None:

    today = day_of(at)
    pool.id = await lifecycle.draft(writing, forum, swimming_on_thursday(today), by=mair, at=at)
    cards = (
        (pool.tuesday, {"en": "Tuesday", "cy": "Dydd Mawrth"}, CountsAs.AGAINST, "openmoji-clock"),
        (pool.thursday, {"en": "Thursday", "cy": "Dydd Iau"}, CountsAs.FOR, "openmoji-bus"),
    )
    picture = ConsultationPhotograph(consultation_id=pool.id, **msgspec.structs.asdict(kept))
    picture.description, picture.consent = {"en": "The pool", "cy": "Y pwll"}, "Nobody is in it."
    picture.added_by, picture.added_at = mair, at
    writing.add(picture)
    await writing.flush()
    for position, (key, words, counts, symbol) in enumerate(cards, start=1):
        writing.add(
            ConsultationCard(
                id=key,
                consultation_id=pool.id,
                position=position,
                words=words,
                counts_as=counts,
                symbol=symbol,
                photograph_id=picture.id,
                object={"en": "A wet towel", "cy": "Tywel gwlyb"},
            )
        )
    lines = {"en": [["openmoji-clock", "Swimming is on Tuesday."], ["openmoji-bus", "It can be on Thursday."]]}
    lines["cy"] = [["openmoji-clock", "Mae nofio ar ddydd Mawrth."], ["openmoji-bus", "Gall fod ar ddydd Iau."]]
    for way in Adaptation:
        writing.add(
            ConsultationAdaptation(
                consultation_id=pool.id,
                kind=way,
                words={"en": QUESTION, "cy": "Mae nofio ar ddydd Mawrth. Ei symud i nos Iau?"},
                lines=json.dumps(lines) if way is Adaptation.EASY else "{}",
                link="https://video.example.org/nofio" if way is Adaptation.SIGNED else None,
                faces=3 if way in (Adaptation.FACES, Adaptation.TRYING) else None,
                days=f"{today} {pool.thursday}\n{today} {pool.tuesday}" if way is Adaptation.TRYING else "",
                written_by=mair,
                written_at=at,
            )
        )
    await writing.flush()
    await lifecycle.name_asker(writing, pool.id, sian, by=mair, at=at)
    for kind in CheckKind:
        await lifecycle.check(writing, pool.id, kind, 1, passed=True, words="", by=sian, at=at)
    await lifecycle.open_(writing, pool.id, by=mair, at=at)
    invited = [Invited(pool.people[name], mair, Adaptation.YES_NO) for name in ASKED]
    await lifecycle.invite(writing, pool.id, invited, by=mair, at=at)


def served(pool: Pool) -> Service:
    """A service over the pool's home; without a timer."""
    service = Service(pool.home, timer=False)
    pool.address = service.address
    return service
