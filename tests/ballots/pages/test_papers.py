"""Votes on paper through the pages: papers go out, come back, are opened, mixed, and read by two."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from uuid import UUID

import pikepdf
import pytest
from sqlalchemy import select, update

from govern import record
from govern.ballots import lifecycle
from govern.ballots.lifecycle.letters import RECEIPT
from govern.ballots.models import MemberHandle
from govern.ballots.rules import papers
from govern.ballots.seal.fingerprint import fingerprint
from govern.identity.models import Person
from govern.permissions import Role
from govern.post.models import Letter
from govern.record import RecordLine
from govern.words import kept_words
from tests.ballots.given_ballots import (
    OPENS,
    Given,
    a_draft,
    an_open_ballot,
    closed,
    election,
    lots_drawn,
    opened,
    stands,
    vote,
    yes,
)
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import contests_of
from tests.given import Moments
from tests.window import Window

ADDRESS = "Gwilym Hâf\nTŷ Nant\nLlandeilo"


async def code_of(given: Given, ballot: UUID, person: UUID) -> str:
    async with given.society.store.reading() as reading:
        found = select(MemberHandle.handle).where(MemberHandle.ballot_id == ballot, MemberHandle.person_id == person)
        return papers.grouped(await reading.scalar(found) or "")


async def send(browser: Window, page: str, to: str, **fields: str) -> Window:
    """Open a page and send the form of it that goes to an address."""
    await browser.get(page)
    await browser.send(to, fields)
    return browser


async def log_all(given: Given, tellers: tuple[Window, Window], ballot: UUID, people: list[UUID]) -> None:
    """One teller logs a pile, the other confirms it."""
    one, other = tellers
    at = f"office/paper/{ballot}"
    await send(one, at, f"{at}/piles")
    pile = str(one.last.url.path).removeprefix("/en/tair-nant/")
    for person in people:
        await send(one, pile, pile, code=await code_of(given, ballot, person))
    await send(other, pile, f"{pile}/confirm", counted=str(len(people)))
    assert f"{len(people)} papers have come back" in other.text()


async def read_batch(browser: Window, at: str, answers: list[str]) -> None:
    for paper, answer in enumerate(answers, start=1):
        page = f"{at}/papers/{paper}"
        await send(browser, page, page, **({"missing": "yes"} if answer == "missing" else {"q1": answer}))


# --- Papers go out --------------------------------------------------------------------------------------------------


async def test_a_member_asks_for_paper_and_says_otherwise_again(given: Given, window: Opens) -> None:
    ballot = await an_open_ballot(given)
    member = await window(given.people["supported"][0])
    await member.get(f"ballots/{ballot}")
    assert "Vote on paper" in member.text()
    page = f"ballots/{ballot}/on-paper"
    refused = await send(member, page, page, way="by pigeon")
    assert refused.last.status_code == 422 and "Choose how you vote." in member.text()
    for way, says in (
        ("every", "You have asked"),
        ("once", "You have asked"),
        ("screen", "No paper comes."),
    ):
        await send(member, page, page, way=way)
        assert says in member.last.text
        assert ("We have no address for letters to you" in member.text()) == (way != "screen")
        await member.get(f"ballots/{ballot}")
        assert ("You have asked for a paper." in member.text()) == (way != "screen")
        await member.get(page)
        assert f'value="{way}" checked' in member.last.text
    officer = await window(given.officer)
    await officer.get(f"office/paper/{ballot}/members")
    assert "0 members of this vote get a paper." in officer.text()


async def test_an_officer_names_a_member_who_asked_by_telephone(given: Given, window: Opens) -> None:
    ballot = await an_open_ballot(given)
    officer, person = await window(given.officer), given.people["supported"][0]
    page = f"office/paper/{ballot}/members"
    async with given.society.store.writing() as writing:
        third = update(Person).where(Person.id == person)
        await writing.execute(third.values(name="Cai Prosser", search=kept_words("Cai Prosser")))
    await send(officer, page, f"{page}/search", search="nobody of this name")
    assert "Nobody in the register has" in officer.text()
    await send(officer, page, f"{page}/search", search="prosser")
    assert "Who gets a paper?" in officer.text()
    unsaid = await officer.send(page, {"person": str(person)})
    assert unsaid.status_code == 422 and "Choose for how long." in officer.text()
    await officer.send(page, {"person": str(person), "way": "every"})
    assert "On paper in every vote." in officer.text()
    assert "1 member of this vote gets a paper." in officer.text() and "No address. Ring them up." in officer.text()
    await send(officer, page, f"{page}/search", search="prosser")
    again = await officer.send(page, {"person": str(person), "way": "every"})
    assert again.status_code == 422 and "This is noted already." in officer.text()
    await send(officer, page, f"{page}/{person}/stop")
    assert "0 members of this vote get a paper." in officer.text()


async def wants_paper(given: Given, ballot: UUID, person: UUID, **facts: str) -> None:
    async with given.society.store.writing() as writing:
        known = {"postal_address": "1 High Street\nLlandeilo"} | facts
        await writing.execute(update(Person).where(Person.id == person).values(**known))
        await lifecycle.ask_for_paper(writing, person, ballot, by=person, at=OPENS)


def words_of(content: bytes) -> list[str]:
    """The words of each page of a PDF."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True)
    return [" ".join(page.split()) for page in read.stdout.decode().split("\f")]


needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")


@needs_poppler
async def test_letters_bring_each_member_their_own_paper_and_the_paper_tells_nothing(
    given: Given, window: Opens
) -> None:
    """Nothing on the paper names the member or carries the code; the code is on the outer envelope's sheet alone."""
    ballot = await an_open_ballot(given)
    one, two, three = given.people["supported"][:3]
    await wants_paper(given, ballot, one)
    await wants_paper(given, ballot, three, postal_address="", format="large_print")
    await wants_paper(given, ballot, two, language="cy", format="large_print")
    officer = await window(given.officer)
    members, letters = f"office/paper/{ballot}/members", f"office/paper/{ballot}/letters"
    await officer.get(members)
    assert "Say first where papers come back to." in officer.text()
    await officer.send(f"office/paper/{ballot}/address", {"address": ADDRESS})
    await officer.get(letters)
    assert officer.text().count("1 letter") == 3
    assert "Hand them over yourself: at the door, or at the meeting. Supported 3" in officer.text()
    form = f"{letters}/letters.pdf"
    await officer.send(form, {"language": "en", "made": "standard"})
    assert officer.last.headers["content-type"] == "application/pdf"
    pages = words_of(officer.last.content)
    code = await code_of(given, ballot, one)
    words = " ".join(fingerprint((await given.ballot(ballot)).manifest_hash or b""))
    (paper,) = [text for text in pages if "Do you agree: Saturdays?" in text]
    assert "Supported 1" not in paper and code not in paper and code.replace(" ", "") not in paper
    assert "It happens." in paper and "It does not happen." in paper
    assert words in " ".join(pages)
    assert sum(code in text for text in pages) == 1 and "Outer envelope" in next(t for t in pages if code in t)
    assert any("1 High Street" in text and "Supported 1" in text for text in pages)
    await officer.get(letters)
    await officer.send(form, {"language": "en", "made": "large_print"})
    by_hand = words_of(officer.last.content)
    code_of_three = await code_of(given, ballot, three)
    assert any(code_of_three in text for text in by_hand), "one without an address, to hand over"
    async with given.society.store.reading() as reading:
        verbs = set(await reading.scalars(select(RecordLine.verb)))
        assert (await record.verify(reading)).holds
    assert "paper.letters" in verbs
    await send(officer, letters, f"{letters}/letters.csv")
    rows = list(csv.reader(io.StringIO(officer.last.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Supported 1", "Supported 2"]
    assert rows[1][5] == code and rows[2][2:4] == ["cy", "large_print"]


async def test_papers_are_printed_in_each_language_and_format_and_are_tagged(given: Given, window: Opens) -> None:
    ballot = await an_open_ballot(given)
    officer = await window(given.officer)
    page = f"office/paper/{ballot}"
    refused = await officer.get(f"{page}/paper.pdf?paper=supported")
    assert refused.status_code == 409 and "to which address papers come back" in officer.text()
    await officer.get(f"{page}/members")
    await officer.send(f"{page}/address", {"address": ADDRESS})
    sizes = {}
    for language, made in (("en", "standard"), ("en", "large_print"), ("cy", "easy_read")):
        answer = await officer.get(f"{page}/paper.pdf?paper=supported&language={language}&made={made}")
        with pikepdf.open(io.BytesIO(answer.content)) as read:
            assert bool(read.Root.MarkInfo.Marked) and str(read.Root.Lang) == language
            sizes[made] = len(read.pages)
    assert sizes["large_print"] > sizes["standard"]
    for wrong in ("paper=nobody", "paper=supported&made=braille", "language=fr"):
        assert (await officer.get(f"{page}/paper.pdf?{wrong}")).status_code == 404
    assert (await officer.get(f"{page}/inner.pdf")).content.startswith(b"%PDF")


# --- Papers come back -----------------------------------------------------------------------------------------------


async def test_a_paper_against_a_vote_on_a_screen_two_papers_and_one_mismatch(
    given: Given, window: Opens, clock: Moments
) -> None:
    """The journey: both orders of paper and screen, a second paper, two who read apart, one paper seen again."""
    ballot = await an_open_ballot(given)
    (contest,) = await contests_of(given, ballot)
    people = given.people["supported"][:7]
    first, second = await window(given.officer), await window(given.second)
    await vote(given, ballot, people[0], yes(contest), clock.at)
    at = f"office/paper/{ballot}"
    await send(first, at, f"{at}/piles")
    await send(first, f"{at}/piles/1", f"{at}/piles/1", code=await code_of(given, ballot, people[0]))
    assert "This member has voted themself already, and that vote comes before a paper." in first.text()
    again = await send(first, f"{at}/piles/1", f"{at}/piles/1", code=await code_of(given, ballot, people[0]))
    assert again.last.status_code == 422 and "A paper of this member is logged already" in again.text()
    for person in people[1:]:
        await send(first, f"{at}/piles/1", f"{at}/piles/1", code=await code_of(given, ballot, person))
    await first.get(f"{at}/piles/1")
    alone = await first.post(f"{at}/piles/1/confirm", {**first.hidden(f"{at}/piles/1/drop"), "counted": "7"})
    assert alone.status_code == 403
    wrong = await send(second, f"{at}/piles/1", f"{at}/piles/1/confirm", counted="6")
    assert wrong.last.status_code == 422 and "You counted 6, and 7 are logged" in wrong.text()
    await second.send(f"{at}/piles/1/confirm", {"counted": "7"})
    member = await window(people[1])
    await member.get(f"ballots/{ballot}")
    assert "Your paper has come and lies unopened." in member.text() and "I sent no paper" in member.text()
    async with given.society.store.reading() as reading:
        told = list(await reading.scalars(select(Letter.body).where(Letter.kind == RECEIPT)))
    assert len(told) == 7 and all(f"ballots/{ballot}/not-mine" in (body or "") for body in told)
    await member.get(f"ballots/{ballot}/not-mine")
    assert "Tell the returning officer" in member.text()
    await vote(given, ballot, people[1], yes(contest), clock.at)
    await closed(given, ballot, at=clock.pass_(days=14))
    first, second = await window(given.officer), await window(given.second)
    await first.get(f"office/ballots/{ballot}/count")
    early = await first.send(f"office/ballots/{ballot}/count")
    assert early.status_code == 409 or "5 papers that count are not entered yet" in first.text()
    await first.get(f"{at}/openings")
    assert "Open 5 outer envelopes." in first.text()
    assert first.text().count("Another vote by this member comes before it.") == 2
    few = await first.send(f"{at}/batches", {"style": "supported", "papers": "3"})
    assert few.status_code == 422 and "at least 5 together" in first.text()
    await first.send(f"{at}/batches", {"style": "supported", "papers": "5"})
    await send(second, f"{at}/batches/1", f"{at}/batches/1/join")
    await read_batch(first, f"{at}/batches/1", ["yes", "no", "blank", "spoilt", "missing"])
    await send(first, f"{at}/batches/1", f"{at}/batches/1/finish")
    await second.get(f"{at}/batches/1/papers/1")
    assert "The other teller entered" not in second.text()
    await read_batch(second, f"{at}/batches/1", ["yes", "yes", "blank", "spoilt", "missing"])
    await send(second, f"{at}/batches/1", f"{at}/batches/1/finish")
    assert "Papers to look at together" in second.text() and "Paper 2" in second.text()
    await second.get(f"{at}/batches/1/papers/2")
    assert "You entered: Yes" in second.text() and "The other teller entered: No" in second.text()
    await second.send(f"{at}/batches/1/papers/2", {"q1": "no"})
    assert "Both tellers agree" in second.text()
    await send(first, f"office/ballots/{ballot}/count", f"office/ballots/{ballot}/count")
    await first.get(f"office/ballots/{ballot}/result")
    assert "4 votes were on paper." in first.text() and "1 envelope held no paper." in first.text()


async def test_nobody_is_teller_who_stands_and_scrutineers_look_and_press_nothing(
    given: Given, window: Opens, clock: Moments
) -> None:
    """Invariant 59; the scrutineers see every pile and batch."""
    ballot = await a_draft(given, election(seats=1))
    (contest,) = await contests_of(given, ballot)
    for person in given.people["staff"][:2]:
        await stands(given, contest, person)
    await lots_drawn(given, ballot)
    await opened(given, ballot)
    at = f"office/paper/{ballot}"
    client = (await window(given.officer)).client
    candidate = Window(client, given.society, follows=True)
    await candidate.sign_in(given.people["staff"][0], Role.TELLER, at=clock.at)
    await candidate.get(at)
    refused = await candidate.send(f"{at}/piles")
    assert refused.status_code == 403 and "You stand in this vote" in candidate.text()
    await log_all(
        given, (await window(given.officer), await window(given.second)), ballot, given.people["supported"][:2]
    )
    looks = Window(client, given.society, follows=True)
    await looks.sign_in(given.people["volunteers"][0], Role.SCRUTINEER, at=clock.at)
    await looks.get(at)
    assert "Pile 1" in looks.text() and "Begin a pile" not in looks.text()
    await looks.get(f"{at}/piles/1")
    code = await code_of(given, ballot, given.people["supported"][0])
    assert code in looks.text().replace("-", " ")
    assert f"{at}/piles/1/confirm" not in looks.last.text


async def test_an_election_is_read_by_numbers_beside_names(given: Given, window: Opens, clock: Moments) -> None:
    ballot = await a_draft(given, election(seats=1))
    (contest,) = await contests_of(given, ballot)
    standing = [await stands(given, contest, person) for person in given.people["staff"][:3]]
    await lots_drawn(given, ballot)
    await opened(given, ballot)
    tellers = (await window(given.officer), await window(given.second))
    await log_all(given, tellers, ballot, given.people["supported"][:10])
    await closed(given, ballot, at=clock.pass_(days=14))
    first, second = await window(given.officer), await window(given.second)
    at = f"office/paper/{ballot}"
    await send(first, f"{at}/openings", f"{at}/batches", style="supported", papers="10")
    await send(second, f"{at}/batches/1", f"{at}/batches/1/join")
    page = f"{at}/batches/1/papers/1"
    for typed, why in (
        ({f"q1-{standing[0]}": "1", f"q1-{standing[1]}": "3"}, "up to the first that is missing"),
        ({f"q1-{standing[0]}": "x"}, "Type the numbers as they stand on the paper"),
        ({}, "Type the numbers as they stand on the paper"),
    ):
        wrong = await send(first, page, page, **typed)
        assert wrong.last.status_code == 422 and why in first.text()
    for browser in (first, second):
        for paper in range(1, 11):
            here = f"{at}/batches/1/papers/{paper}"
            await send(browser, here, here, **{f"q1-{standing[1]}": "1", f"q1-{standing[0]}": "2"})
        await browser.get(page)
        assert f'name="q1-{standing[1]}" inputmode="numeric" autocomplete="off" value="1"' in browser.last.text
        await send(browser, f"{at}/batches/1", f"{at}/batches/1/finish")
    assert "Both tellers agree" in second.text()
    await send(first, f"office/ballots/{ballot}/count", f"office/ballots/{ballot}/count")
    await first.get(f"office/ballots/{ballot}/result")
    assert "10 votes were on paper." in first.text()


async def test_a_pile_and_a_batch_are_dropped_only_with_a_tick(given: Given, window: Opens, clock: Moments) -> None:
    ballot = await an_open_ballot(given)
    first, second = await window(given.officer), await window(given.second)
    at = f"office/paper/{ballot}"
    await send(first, at, f"{at}/piles")
    unsure = await send(first, f"{at}/piles/1", f"{at}/piles/1/drop")
    assert unsure.last.status_code == 422 and "Tick the box if you are sure." in first.text()
    await send(first, f"{at}/piles/1", f"{at}/piles/1/drop", sure="yes")
    assert "Pile 1" not in first.text()
    await log_all(given, (first, second), ballot, given.people["supported"][:3])
    await closed(given, ballot, at=clock.pass_(days=14))
    first = await window(given.officer)
    await first.get(f"{at}/openings")
    assert "whoever opens them could guess whose they are" in first.text()
    await first.send(f"{at}/batches", {"style": "supported", "papers": "3"})
    unsure = await send(first, f"{at}/batches/1", f"{at}/batches/1/drop")
    assert unsure.last.status_code == 422 and "Tick the box if you are sure." in first.text()
    await send(first, f"{at}/batches/1", f"{at}/batches/1/drop", sure="yes")
    assert "3 wait." in first.text()
