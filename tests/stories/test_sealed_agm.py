"""A rehearsed AGM of 300 members in three weighted groups: officers in a browser without JavaScript, members by it
and over HTTP, scrutineers, mixers and witnesses with the tools of the zip; the bundle from its page is judged twice.

The returning officer writes the papers at the pages too. Told beside the browser: founding, register, and that
officers are signed in.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from govern.ballots.duties import one_file
from govern.clock import now
from govern.identity.rules import Proof
from govern.rehearsals import hall
from govern.rehearsals.dress import Days, Story
from govern.rehearsals.hall import Hall
from govern.rehearsals.judging import Told, judged
from scripts.bench.http import Client
from tests.servers.looking import LANGUAGES, look_at, sample
from tests.servers.service import Service
from tests.stories import sealed_papers
from tests.stories.crowds import FIELD, FORM, hidden
from tests.stories.desk import Desk
from tests.stories.walkers import Walker, aside

pytestmark = pytest.mark.browser

SHORT, MEMBERS, BY_BROWSER, AT_ONCE = "dress-rehearsal", 300, 6, 8
ANSWER = re.compile(r'name="answer"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="answer"')


class Meeting:
    """The vote, written when this begins, with a service in front of it; whoever walks has a session that was begun
    at the desk."""

    def __init__(self, service: Service, browser: Browser, story: Story) -> None:
        self.service, self.browser, self.story = service, browser, story
        self.desk = Desk(service.home, SHORT)
        self.looked = 0
        walker = self.officer(story.returning)
        ballot_id = sealed_papers.written(walker)
        assert walker.complaints() == []
        walker.close()
        self.papers = sealed_papers.found(self.desk, story, ballot_id)
        self.office, self.ballot = f"office/ballots/{ballot_id}", f"ballots/{ballot_id}"

    def walker(self, person: UUID, proof: Proof = Proof.LINK) -> Walker:
        made = Walker(self.browser, self.service.address, SHORT)
        self.desk.let_in(made, person, proof)
        return made

    def officer(self, person: UUID) -> Walker:
        return self.walker(person, Proof.PASSWORD_TOTP)

    def both(self, proposed: str, agreed: str) -> None:
        """One officer proposes, another agrees."""
        first = self.officer(self.story.returning)
        first.open(f"{self.office}/ceremony")
        first.press(proposed)
        first.page.locator("main form .co-acts button").first.click()
        first.page.wait_for_load_state()
        first.open(f"{self.office}/ceremony")
        first.reads("Another officer has to agree")
        second = self.officer(self.story.secretary)
        second.open(f"{self.office}/ceremony")
        second.reads("Gwilym Hâf proposed this on")
        second.press(agreed)
        assert second.status == 200, second.text()
        for walker in (first, second):
            assert walker.complaints() == []
            walker.close()

    def look(self, *more: str) -> None:
        """The page of duties, and `more`, as they stand now: silent in both languages, each time in other looks."""
        for language in LANGUAGES:
            walker = Walker(self.browser, self.service.address, SHORT, scripts=True, language=language)
            self.desk.let_in(walker, self.story.returning, Proof.PASSWORD_TOTP)
            for path in (f"{self.office}/ceremony", *more):
                walker.open(path)
                assert walker.status == 200, path
                assert look_at(walker.page, sample(self.looked, language, many=2)) == [], path
                self.looked += 1
            walker.close()

    def handed_in(self, field: str, button: str, *files: Path) -> str:
        walker = self.officer(self.story.returning)
        walker.open(f"{self.office}/ceremony")
        walker.page.set_input_files(f'main input[name="{field}"]', [str(file) for file in files])
        walker.press(button)
        assert walker.status == 200, walker.text()
        text = " ".join(walker.text().split())
        walker.close()
        return text

    def pack(self, kind: str) -> bytes:
        walker = self.officer(self.story.returning)
        packed = walker.download(f"{self.office}/ceremony/{kind}.zip")
        walker.close()
        return packed

    def fingerprint(self) -> str:
        walker = self.officer(self.story.returning)
        walker.open(f"{self.office}/ceremony")
        words = walker.page.locator("main section").last.locator("strong").inner_text()
        walker.close()
        assert len(words.split()) == 12
        return words


def votes_in_a_browser(meeting: Meeting, person: UUID) -> None:
    walker = meeting.walker(person)
    walker.open(meeting.ballot)
    with walker.page.expect_navigation():
        walker.page.locator(f'main form[action$="{meeting.story.ballot_id}/start"] button').first.click()
    for _ in range(20):
        if walker.at() == f"{meeting.ballot}/check":
            break
        walker.page.locator('main [name="answer"]').first.check(force=True)
        with walker.page.expect_navigation():
            walker.page.locator("main .co-acts button:not(.govuk-button--secondary)").first.click()
    assert "This is a rehearsal. Nothing you do here counts" in walker.page.content()
    with walker.page.expect_navigation():
        walker.page.locator("main .co-acts button:not(.govuk-button--secondary)").first.click()
    assert walker.at() == f"{meeting.ballot}/receipt", walker.text()
    walker.close()


async def votes_over_http(port: int, token: str, ballot: str, choice: int, order: tuple[str, ...]) -> None:
    """As a browser without JavaScript asks: each paper, the check page, the envelope. `order` is of the election."""
    client = Client(port)
    client.cookies[f"s-{SHORT}"] = token
    base = f"/en/{SHORT}/{ballot}"
    _, page = await client.get(base)
    status, onward, body = await client.post(f"{base}/start", list(hidden(page, f"{base}/start").items()))
    assert (status, onward) == (303, f"{base}/paper/1"), (status, onward, body[:500])
    chosen = 0
    while onward != f"{base}/check":
        status, page = await client.get(onward)
        forms = [found for found in FORM.finditer(page) if b'name="answer"' in found.group()]
        assert forms, (onward, status, page[:500])
        form = forms[0]
        values = [one or other for one, other in ANSWER.findall(form.group().decode())]
        if "none" in values:  # an election
            answer = order[chosen] if chosen < len(order) else "none"
            chosen += 1
        else:
            answer = values[choice % len(values)]
        fields = [(name.decode(), value.decode()) for name, value in FIELD.findall(form.group())]
        status, onward, body = await client.post(form.group(1).decode(), [*fields, ("answer", answer)])
        assert status == 303, (status, body[:500])
    _, check = await client.get(onward)
    status, onward, body = await client.post(f"{base}/cast", list(hidden(check, f"{base}/cast").items()))
    assert (status, onward) == (303, f"{base}/receipt"), (status, onward, body[:500])
    await client.close()


def everybody_votes(meeting: Meeting, people: list[UUID]) -> None:
    tokens = meeting.desk.sessions(people)

    async def voting() -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(number: int, token: str) -> None:
            async with gate:
                order = meeting.papers.order(number)
                await votes_over_http(meeting.service.port, token, meeting.ballot, number, order)

        await asyncio.gather(*(one(number, token) for number, token in enumerate(tokens)))

    aside(lambda: asyncio.run(voting()))


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """Founded sixty days ago; no vote has been written."""
    home = tmp_path / "home"
    home.mkdir()

    async def begun() -> Story:
        made = await Story.begun(home, MEMBERS, "a whole AGM", Days(now()))
        await made.society.store.close()
        return made

    return aside(lambda: asyncio.run(begun()))


def test_an_agm_of_300_that_nobody_has_to_trust(story: Story, browser: Browser, tmp_path: Path) -> None:
    zipped = tmp_path / "govern-tools.pyz"
    zipped.write_bytes(one_file.built())
    tools = Hall(tmp_path / "hall", ("-I", "-S", zipped))
    with Service(tmp_path / "home", timer=False) as service:
        meeting = Meeting(service, browser, story)
        walker = meeting.officer(story.returning)
        walker.open(f"{meeting.office}/ceremony")
        origin = re.search(rf"{SHORT}/ballots/\d+-\d+", walker.text())
        assert origin is not None, walker.text()
        walker.close()
        meeting.look()
        files = [*tools.cards(), *tools.deal(origin.group())]
        assert "Everything was handed in" in meeting.handed_in("files", "Hand these in", *files)
        meeting.both("Propose to freeze the roll", "I agree: freeze the roll")
        meeting.both("Propose to open the vote", "I agree: open the vote")
        meeting.look(f"{meeting.ballot}/secrecy", f"{meeting.ballot}/heads", f"{meeting.ballot}/box")
        everybody = [person for group in story.groups.values() for person in group]
        for person in everybody[:BY_BROWSER]:
            votes_in_a_browser(meeting, person)
        everybody_votes(meeting, everybody[BY_BROWSER:])
        everybody_votes(meeting, everybody[::6])  # and fifty of them again
        meeting.both("Propose to close the vote now", "I agree: close the vote now")
        opened_and_counted(meeting, tools, tmp_path)
        meeting.look(*(f"{meeting.ballot}/{page}" for page in ("result", "bundle", "heads")))
        member = meeting.walker(everybody[0])
        member.open(f"{meeting.ballot}/result")
        member.reads("300 people voted")
        the_limit_passed_somebody_over(meeting, member)
        packed = member.download(f"{meeting.ballot}/bundle.zip")
        member.close()
    verdicts = dict(aside(lambda: asyncio.run(judged(packed, tmp_path, Told(print)))))
    assert len(verdicts) == 2
    for name, ran in verdicts.items():
        assert ran.code == 0, f"{name}: {ran.said}"
    assert "300 on the roll: 300 by envelope" in verdicts["verify.py"].said


def the_limit_passed_somebody_over(meeting: Meeting, member: Walker) -> None:
    """Both volunteers come first on so many papers that any fair count of three places would seat both. The rules
    allow one more volunteer: one is elected, and the page says why the other is not."""
    count = sealed_papers.counted(meeting.desk, meeting.story.ballot_id)
    quota = count.papers // (sealed_papers.PLACES + 1) + 1
    assert count.both_first >= 2 * quota, count
    volunteers = set(sealed_papers.VOLUNTEERS)
    (seated,), (kept_out,) = count.elected & volunteers, volunteers - count.elected
    assert (
        volunteers <= count.without_limit and len(count.elected) == len(count.without_limit) == sealed_papers.PLACES
    )
    member.open(f"{meeting.ballot}/result/3")
    member.photograph("sealed-agm-limit")
    member.reads(f"{kept_out} not elected: volunteer cap (3 of 9 reached)")
    member.reads("At most 3 of the 9 may be volunteers. 2 were before this election, 3 are now.")
    assert f"{seated} not elected" not in member.text()


def opened_and_counted(meeting: Meeting, tools: Hall, folder: Path) -> None:
    """Files go out by the page, each tool works on a machine of its own, files come back by the page."""
    returning = meeting.officer(meeting.story.returning)
    returning.open(f"{meeting.office}/ceremony")
    returning.press("Fix papers and facts")
    returning.close()
    words = meeting.fingerprint()
    meeting.look()

    def back(name: str, content: bytes) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    for name in hall.WITNESSES:
        signed = back(f"{name}.head.txt", tools.witness(name, meeting.pack("head"), words))
        meeting.handed_in("head", "Hand in the signature", signed)
    for name in hall.MIXERS:
        made = back(f"{name}.mix.zip", tools.mix(name, meeting.pack("log"), words))
        meeting.handed_in("pack", "Hand this in", made)
    meeting.look()
    for name in hall.OPENING:
        part = back(f"{name}.partial.zip", tools.open(name, meeting.pack("mixed"), words))
        told = meeting.handed_in("pack", "Hand this in", part)
    assert "Everything is here" in told
    returning = meeting.officer(meeting.story.returning)
    returning.open(f"{meeting.office}/ceremony")
    returning.press("Count the votes")
    returning.press("Count the votes")
    returning.open(meeting.office)
    returning.press("Declare the result")
    returning.press("Declare this result")
    returning.reads("The result is declared")
    returning.close()
