"""W14 through the pages, step by step: a question is written, prepared, checked and put to people; `chain_answered`
goes on from there. Mair Elis leads the forum, Siân Llwyd asks too; five people are asked."""

from __future__ import annotations

import asyncio
import io
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from PIL import Image
from playwright.sync_api import Browser, FilePayload
from sqlalchemy.ext.asyncio import AsyncSession

from govern.clock import now
from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft, ItemDraft
from govern.forums.gatherings.lifecycle.calling import Invitation
from govern.forums.gatherings.rules import ItemKind, Standing
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import Proof, day_of
from govern.meetings import lifecycle as meetings
from govern.meetings.rules import Mode
from govern.permissions import Role
from tests.given import a_bare_society
from tests.servers.service import Service
from tests.stories.desk import Desk
from tests.stories.walkers import Walker, aside

SHORT = "tair-nant"
MAIR, SIAN = "Mair Elis", "Siân Llwyd"
#: One surname: they are found by it at once.
ASKED = ("Gwen Hughes", "Ana Hughes", "Bo Hughes", "Cai Hughes", "Dewi Hughes")
POINT = "Swimming on Thursday"
WAYS = ("words", "easy", "symbols", "photographs", "faces", "yes_no", "sorting", "mat")


class Chain:
    """The society, who is in it, and the question that comes to be."""

    def __init__(self, home: Path, service: Service, browser: Browser) -> None:
        self.service, self.browser = service, browser
        self.desk = Desk(home, SHORT)
        self.people: dict[str, UUID] = {}
        self.forum = self.item = uuid4()
        self.at = ""

    def found(self) -> None:
        async def founding() -> None:
            society = await a_bare_society(self.desk.home, SHORT)
            async with society.store.writing() as writing:
                await self._found(writing)
            await society.store.close()

        aside(lambda: asyncio.run(founding()))

    async def _found(self, writing: AsyncSession) -> None:
        """A forum that Mair leads, and what was raised in it."""
        at = now()
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=at)
        draft = ForumDraft(layer="local", name={"en": "Pont forum", "cy": "Fforwm Pont"})
        self.forum = await gatherings.found_forum(writing, draft, by=None, at=at)
        for name in (MAIR, SIAN, *ASKED):
            new = NewPerson(name=name, email=f"{uuid4().hex[:6]}@example.org")
            joined = ("supported", date(2020, 1, 1), "Founding member")
            person = self.people[name] = await register.enter(writing, new, *joined, by=None, at=at)
            await gatherings.come(writing, self.forum, person, Standing.MEMBER, by=None, at=at)
        today = day_of(at)
        await gatherings.name_facilitator(writing, self.forum, self.people[MAIR], today, by=None, at=at)
        for name in (MAIR, SIAN):
            role = (self.people[name], Role.FACILITATOR, today)
            await identity.appoint(writing, *role, constituency="supported", by=None, at=at)
        raised = ItemDraft(kind=ItemKind.DECIDE, title={"en": POINT, "cy": "Nofio ar ddydd Iau"})
        self.item = await gatherings.raise_item(writing, self.forum, raised, by=self.people[MAIR], at=at)

    def walker(self, name: str) -> Walker:
        made = Walker(self.browser, self.service.address, SHORT)
        self.desk.let_in(made, self.people[name], Proof.PASSWORD_TOTP if name in (MAIR, SIAN) else Proof.LINK)
        return made

    def of(self, name: str, rest: str = "") -> str:
        return f"{self.at}/people/{self.people[name]}{rest}"

    def gather(self) -> str:
        """The forum gathers with the point on its agenda, and has its quorum. Returns the point's key."""
        mair = self.people[MAIR]

        async def calling(writing: AsyncSession) -> tuple[UUID, UUID]:
            at = now()
            when = Invitation(starts_at=at + timedelta(days=1), place={"en": "The hall"})
            called = await gatherings.call(writing, self.forum, when, by=mair, at=at)
            point = await gatherings.take_up(writing, self.forum, called, self.item, by=mair, at=at)
            await gatherings.send_agenda(writing, self.forum, called, pages={}, by=mair, at=at)
            return called, point

        called, point = self.desk.write(calling)
        self.desk.night_passes(str(called))

        async def coming(writing: AsyncSession) -> None:
            for person in self.people.values():
                here = (called, person, Mode.IN_PERSON)
                await meetings.check_in(writing, *here, by=mair, at=now(), forum_id=self.forum)
            await gatherings.begin(writing, self.forum, called, to_talk=False, by=mair, at=now())

        self.desk.write(coming)
        return f"facilitate/forums/{self.forum}/gatherings/{called}/points/{point}"


def a_picture(colours: tuple[str, str]) -> bytes:
    """Two colours side by side, larger than a card."""
    made = Image.new("RGB", (900, 600), colours[0])
    made.paste(Image.new("RGB", (450, 600), colours[1]), (450, 0))
    written = io.BytesIO()
    made.save(written, "JPEG")
    return written.getvalue()


# --- Writing and preparing ------------------------------------------------------------------------------------------


def write(chain: Chain, mair: Walker) -> None:
    """The question with its context, who decides, by when, and what can change."""
    mair.open("facilitate/consultations")
    mair.press("Write a question")
    today = day_of(now())
    until, decided = today + timedelta(days=20), today + timedelta(days=30)
    mair.fill(of=str(chain.forum), asks="proposal", title="Swimming", title_cy="Nofio")
    mair.fill(question="Would it not be great to swim on Thursday?", question_cy="Oni fyddai'n wych nofio ddydd Iau?")
    mair.fill(context="The pool is quieter on Thursdays.", context_cy="Mae'r pwll yn dawelach ar ddydd Iau.")
    mair.fill(can_change="The day, for six weeks.", can_change_cy="Y diwrnod, am chwe wythnos.")
    mair.fill(who_decides="The forum")
    mair.press("Keep the question")
    assert mair.status == 422
    mair.reads("Say until when people are asked.")
    for name, on in (("ask_until", until), ("decide_by", decided)):
        mair.fill(**{f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)})
    mair.fill(who_decides_cy="Y fforwm")
    mair.press("Keep the question")
    chain.at = mair.at()
    mair.reads("Being written", "Prepare at least one way of asking.")
    mair.photograph("chain-desk")


def picture(chain: Chain, mair: Walker) -> None:
    """Two photographs, uploaded and cut; then two cards with a symbol that was found by a word."""
    for words, welsh, colours in (
        ("The pool by day", "Y pwll liw dydd", ("#8fd3ff", "#1f5f8b")),
        ("The pool in the evening", "Y pwll gyda'r nos", ("#1b2a49", "#f2a65a")),
    ):
        mair.open(f"{chain.at}/photographs")
        sent = FilePayload(name="pool.jpg", mimeType="image/jpeg", buffer=a_picture(colours))
        mair.page.locator('[name="photograph"]').set_input_files(sent)
        mair.fill(description=words, description_cy=welsh, consent="Nobody is in it.")
        mair.press("Add this photograph")
        mair.fill(part="middle", near="nearer")
        mair.press("Look at this part")
        mair.reads("What is cut away is gone.")
        mair.press("Keep this part")
    for words, welsh, counts, shown, typed in (
        ("Tuesday", "Dydd Mawrth", "against", "The pool by day", "swim"),
        ("Thursday", "Dydd Iau", "for", "The pool in the evening", "nofio"),
    ):
        mair.open(f"{chain.at}/cards")
        mair.fill(words=words, words_cy=welsh, counts_as=counts)
        mair.choose_words(shown)
        mair.press("Add this card")
        mair.page.get_by_role("link", name=f"Choose a symbol {words}").click()
        mair.fill(q=typed)
        mair.press("Find")
        mair.button("Choose").click()
        mair.page.wait_for_url("**/cards*")
    mair.reads("Choosing it means: Against it", "Choosing it means: For it")
    mair.photograph("chain-cards")


def prepare(chain: Chain, mair: Walker) -> None:
    """Eight ways, and each looked at as the person will see it: the same buttons, which do nothing yet."""
    for way in WAYS:
        mair.open(f"{chain.at}/ways/{way}")
        if way == "easy":
            for code, line in (("en", "Swimming is on Tuesday."), ("cy", "Mae nofio ar ddydd Mawrth.")):
                mair.page.locator(f"#line-{code}-1").fill(line)
                mair.page.locator(f"#picture-{code}-1").select_option("openmoji-clock")
        elif way in ("sorting", "mat"):
            mair.fill(words="Swimming", words_cy="Nofio")
        elif way == "faces":
            mair.fill(faces="3")
        mair.press("Keep this way and see it")
        assert mair.at() == f"{chain.at}/ways/{way}/preview", mair.text()
        asked = "Swimming" if way in ("sorting", "mat") else "Would it not be great to swim on Thursday?"
        assert mair.heading() == asked
        before = mair.page.url
        mair.button("I do not want to say").click()
        assert mair.page.url == before
        mair.photograph(f"chain-{way}")


def invite(chain: Chain, mair: Walker) -> None:
    """Five people, found by name; Siân asks too; all are given to Mair; two have a way that was thought of."""
    mair.open(f"{chain.at}/people")
    mair.fill(search="Hughes")
    mair.press("Find")
    for name in ASKED:
        mair.choose_words(name)
    mair.press("Put them on the list")
    mair.page.locator('[name="asker"]').last.select_option(str(chain.people[SIAN]))
    mair.press("Name them")
    mair.reads("5 people have nobody to ask them.")
    for name in ASKED:
        mair.choose_words(name)
    mair.choose_words(f"{MAIR}")
    mair.press("Give them to this person")
    for name, way in (("Gwen Hughes", "photographs"), ("Ana Hughes", "yes_no")):
        mair.open(chain.of(name, "/plan"))
        mair.fill(planned=way)
        mair.press("Keep this way")
    mair.reads("Asked by Mair Elis", "With photographs", "Yes, no, not sure")
    mair.photograph("chain-people")


def check(chain: Chain, mair: Walker, sian: Walker) -> None:
    """Siân sends it back once: its words pull to one side. Then she passes it twice, and it is opened."""
    sian.open(chain.at)
    sian.press("Check the words")
    sian.reads("Does it pull to one side? Look at “great”.")
    sian.photograph("chain-check")
    sian.fill(passed="no")
    sian.press("Say this")
    assert sian.status == 422
    sian.fill(words="“Great” says which answer would please.")
    sian.press("Say this")
    mair.open(chain.at)
    mair.reads("Something has to change", "“Great” says which answer would please.")
    mair.follow("Its words")
    mair.fill(
        question="Swimming is on Tuesday. Move it to Thursday?",
        question_cy="Mae nofio ar ddydd Mawrth. Ei symud i ddydd Iau?",
    )
    mair.press("Keep the question")
    for words in ("Check the words", "Check whether it is fair to ask"):
        sian.open(chain.at)
        sian.press(words)
        sian.fill(passed="yes")
        sian.press("Say this")
    mair.open(chain.at)
    mair.press("Open it: people are asked from now on")
    mair.reads("People are being asked", "5 people are on the list.")
