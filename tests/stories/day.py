"""The days of the vote and of the meeting, chapter by chapter, each by the person whose work it is."""

from __future__ import annotations

import io
import re
import subprocess

import docx
from playwright.sync_api import Browser, Locator

from tests.servers import checkers
from tests.servers.looking import look_at, sample
from tests.servers.service import Service
from tests.stories import dyffryn
from tests.stories.agm import Called
from tests.stories.desk import Desk
from tests.stories.dyffryn import RETURNING, SCRUTINEER, SECRETARY, SHORT, Mark, Person
from tests.stories.walkers import Walker

CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}([- ][2-9A-HJ-NP-Z]{4})+")


class Day:
    """One run of the story: where it happens, who walks, with or without JavaScript."""

    def __init__(self, called: Called, service: Service, browser: Browser, *, scripts: bool) -> None:
        self.called = called
        self.service = service
        self.browser = browser
        self.scripts = scripts
        self.desk = Desk(service.home, SHORT)
        self.ballot = f"ballots/{called.ballot}"
        self.office = f"office/ballots/{called.ballot}"
        self.meeting = f"office/meetings/{called.meeting}"
        self.walkers: list[Walker] = []
        self.looked = 0
        self.found: list[str] = []
        self.keys = {who: called.officer(who) for who in (SECRETARY, RETURNING, SCRUTINEER)}

    def walker(self, who: Person | None = None, *, width: int = 1024) -> Walker:
        """Somebody with a browser of their own, in their language."""
        language = who.language if who else "en"
        made = Walker(self.browser, self.service.address, SHORT, scripts=self.scripts, language=language, width=width)
        self.walkers.append(made)
        return made

    def officer(self, who: Person) -> Walker:
        walker = self.walker()
        self.keys[who].sign_in(walker)
        return walker

    def look(self, walker: Walker, name: str) -> None:
        """A picture for whoever wants one; and where scripts run, as axe needs, a look with the checkers."""
        walker.photograph(f"agm-{'on' if self.scripts else 'off'}-{name}")
        if self.scripts and checkers.MODULES.exists():
            self.looked += 1
            width = walker.page.viewport_size
            found = look_at(walker.page, sample(self.looked, walker.language))
            if width:
                walker.page.set_viewport_size(width)
            self.found += [f"{walker.page.url} {line}" for line in found]

    def end(self) -> None:
        assert not self.found, "\n".join(self.found)
        for walker in self.walkers:
            assert walker.complaints() == []
            walker.close()


# --- Before voting --------------------------------------------------------------------------------------------------


def freeze(day: Day, returning: Walker) -> None:
    """The roll is frozen; two groups are small, and the returning officer decides on each."""
    returning.open(f"{day.office}/freeze")
    if returning.at().startswith("step-up"):
        day.keys[RETURNING].once_more(returning)
    returning.press("Freeze the roll")
    returning.reads("2 things are missing before you can open", f"{len(dyffryn.PEOPLE)} people on the roll.")
    day.look(returning, "11-small-groups")
    for _ in range(2):
        returning.press("Decide")
        returning.press("Go on and tell them")
    returning.reads("Nothing is missing: the vote can be opened")


def open_the_vote(day: Day, returning: Walker) -> None:
    """What cannot be undone asks for the second step again, and comes back to where it was."""
    day.desk.minutes_pass(6)
    returning.press("Open the vote")
    day.look(returning, "12-step-up")
    day.keys[RETURNING].once_more(returning)
    returning.press("Open the vote")
    returning.reads("Voting is open", f"0 of the {len(dyffryn.PEOPLE)} people on the roll.")
    day.look(returning, "13-open")


# --- Voting ---------------------------------------------------------------------------------------------------------


def come_by_mail(day: Day, who: Person) -> Walker:
    """Ask for a link, get the mail, open it here, press the button."""
    walker = day.walker(who)
    walker.open("sign-in")
    walker.fill(email=who.email)
    walker.press("Send me a link")
    walker.reads("Look in your mail")
    to, body = day.desk.letters("sign_in")[-1]
    assert to == who.email
    link = next(word for word in body.split() if "/sign-in/link/" in word)
    walker.go("/" + link.split("/", 3)[3])
    walker.page.locator("main button").first.click()
    walker.page.wait_for_load_state()
    assert walker.at() == "home", walker.text()
    return walker


def come_with_a_link(day: Day, who: Person, *, width: int = 1024) -> Walker:
    walker = day.walker(who, width=width)
    walker.open(f"sign-in/link/{day.desk.link(day.desk.person(*reversed(who.human)))}")
    walker.page.locator("main button").first.click()
    walker.page.wait_for_load_state()
    assert walker.at() == "home", walker.text()
    return walker


def main_button(walker: Walker) -> Locator:
    """The one button that goes on, whatever its words in this language."""
    return walker.page.locator("main .co-acts button:not(.govuk-button--secondary)").first


def go_on(walker: Walker) -> None:
    main_button(walker).click()
    walker.page.wait_for_load_state()


def fill_in(day: Day, walker: Walker, marks: tuple[Mark, ...], *, name: str = "") -> None:
    """From the page of the vote through every paper to the check page."""
    walker.open(day.ballot)
    walker.page.locator(f'main form[action$="{day.called.ballot}/start"] button').first.click()
    walker.page.wait_for_load_state()
    for number, mark in enumerate(marks, 1):
        assert walker.at() == f"{day.ballot}/paper/{number}", walker.page.url
        if name:
            day.look(walker, f"{name}-paper-{number}")
        if isinstance(mark, str):
            walker.choose("answer", mark)
            go_on(walker)
        else:
            rank(walker, mark)
    assert walker.at() == f"{day.ballot}/check", walker.page.url


def rank(walker: Walker, order: tuple[str, ...]) -> None:
    """One choice a page; who has no more choices says so, unless everybody has a place."""
    here = walker.at()
    for first in order:
        walker.choose_words(dyffryn.person(first).name)
        go_on(walker)
    if walker.at().startswith(here):
        walker.choose("answer", "none")
        go_on(walker)


def send(day: Day, walker: Walker) -> str:
    """Send the vote; the receipt has the code of the check page, and nothing of what was chosen. Returns the code."""
    shown = code_on(walker)
    go_on(walker)
    assert walker.at() == f"{day.ballot}/receipt", walker.text()
    code = code_on(walker)
    assert code == shown
    return code


def code_on(walker: Walker) -> str:
    """The code of the envelope on the check page or the receipt: in fours, without 0, 1, I and O."""
    code = walker.page.locator("main .co-code, main .co-num").first.inner_text()
    assert CODE.fullmatch(code), code
    return code


def vote(day: Day, walker: Walker, first: str, *, name: str = "") -> str:
    fill_in(day, walker, dyffryn.VOTES[first], name=name)
    if name:
        day.look(walker, f"{name}-check")
    code = send(day, walker)
    if name:
        day.look(walker, f"{name}-receipt")
    return code


# --- The meeting ----------------------------------------------------------------------------------------------------


def hold_the_meeting(day: Day, secretary: Walker, *, leave_open: bool = False) -> None:
    """Five people are checked in, one takes the chair, the report is heard, the meeting is closed."""
    day.desk.night_passes(day.called.meeting)
    for first in ("Aled", "Betsan", "Karen", "Ceri", "Powys"):
        secretary.open(f"{day.meeting}/people")
        secretary.fill(q=dyffryn.person(first).name)
        secretary.press("Find")
        secretary.press("Is in the room")
    secretary.reads("5 people are here", "The meeting can decide.")
    day.look(secretary, "20-people")
    secretary.choose_words("Karen Field")
    secretary.press("Open the meeting")
    secretary.reads("On now")
    secretary.press("Heard")
    if leave_open:
        return
    secretary.press("Close the meeting")
    secretary.reads("Over")
    day.look(secretary, "21-meeting-over")


# --- After voting ---------------------------------------------------------------------------------------------------


def close_count_declare(day: Day, returning: Walker) -> None:
    returning.open(day.office)
    returning.reads(f"{len(dyffryn.VOTES)} of the {len(dyffryn.PEOPLE)} people on the roll.")
    returning.follow("Close the vote now")
    returning.press("Close the vote now")
    returning.reads("Voting has closed: the votes can be counted")
    returning.press("Count the votes")
    returning.press("Count the votes")
    returning.reads("The votes are counted: the result can be declared")
    returning.press("Declare the result")
    returning.reads("You declare this", *OUTCOMES)
    day.look(returning, "30-declare")
    returning.press("Declare this result")
    returning.reads("The result is declared")


#: Worked out by hand from dyffryn.VOTES. Of 100 the groups have 30, 40, 10 and 20, and everybody's group voted.
#: Saturdays: half of people supported (15), and everybody else. A new name: the one person supported who did not
#: leave it blank (30), half of staff (20), volunteers (10).
OUTCOMES = (
    "85 of 100 were for. More than half was needed.",
    "60 of 100 were for.",
    "5 of 6",
    "Carys Pugh and Dewi Lloyd are elected.",
)


def read_the_result(day: Day, member: Walker) -> None:
    member.open(f"{day.ballot}/result")
    member.reads(*OUTCOMES, "6 people voted, of 29 who could.")
    day.look(member, "31-result")
    member.open(f"{day.ballot}/result/1")
    member.reads("85 of 100 were for. More than half was needed.")
    day.look(member, "32-result-1")
    member.open(f"{day.ballot}/result/3")
    member.reads("Public bodies did not agree.")
    member.open(f"{day.ballot}/result/5")
    member.reads("Ana Torres", "not elected: volunteer cap (3 of 9 reached)")
    member.reads("At most 3 of the 9 may be volunteers. 2 were before this election, 3 are now.")
    day.look(member, "33-result-5")


def write_the_minutes(day: Day, secretary: Walker) -> str:
    """The draft has the results in place; it is circulated, printed, and read back. Returns the minutes' id."""
    secretary.open(f"{day.meeting}/minutes")
    secretary.press("Draft the minutes")
    secretary.reads("Karen Field", "Open on Saturdays", "For: 85 of 100.", "Carys Pugh", "volunteer cap")
    day.look(secretary, "40-minutes")
    secretary.follow("Write this entry")
    secretary.fill(text="The year was good.\nThank you to all.", text_cy="Blwyddyn dda.\nDiolch i bawb.")
    secretary.press("Keep this entry")
    secretary.press("Circulate the minutes")
    secretary.reads("Not agreed yet", "The year was good.")
    return secretary.at().rpartition("/")[2]


def read_the_papers(day: Day, member: Walker, minutes: str) -> None:
    """Minutes and declaration as PDF and as DOCX say what the page says."""
    wanted = ("85 of 100", "Carys Pugh", "Dewi Lloyd")
    for path in (f"minutes/{minutes}/minutes", f"papers/{day.ballot}/declaration"):
        printed, written = member.download(f"{path}.pdf"), member.download(f"{path}.docx")
        for text in (text_of_pdf(printed), text_of_docx(written)):
            for words in wanted:
                assert words in " ".join(text.split()), (path, words, text[:2000])


def text_of_pdf(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True)
    return done.stdout.decode()


def text_of_docx(content: bytes) -> str:
    paper = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in paper.paragraphs), *cells))


def read_the_record(day: Day, scrutineer: Walker) -> None:
    """The scrutineer reads the trail of this meeting and has all of it checked."""
    scrutineer.open("office/record")
    scrutineer.choose("meeting", day.called.meeting)
    scrutineer.press("Show")
    scrutineer.reads("Sara Jenkins, returning officer", "Rhian Watkins, secretary")
    day.look(scrutineer, "50-record")
    scrutineer.press("Check the whole record")
    scrutineer.reads("The record holds.")
