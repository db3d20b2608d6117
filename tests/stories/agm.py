"""The AGM of Dyffryn, chapter by chapter, each walked through pages by the person whose work it is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from playwright.sync_api import Browser

from tests.servers.service import Service
from tests.stories import dyffryn
from tests.stories.dyffryn import ITEMS, NAME, RETURNING, SCRUTINEER, SECRETARY, SHORT, VOTED_ON, Item, Person
from tests.stories.walkers import Officer, Walker, set_up

LONDON = ZoneInfo("Europe/London")
FACE_SECONDS = 15


class Called(msgspec.Struct, frozen=True):
    """The society with its AGM called: where it is kept, the officers' ways in, the ids that addresses need."""

    home: Path
    keys: dict[str, tuple[str, str, int]]
    meeting: str
    ballot: str

    def officer(self, who: Person) -> Officer:
        password, secret, used = self.keys[who.name]
        return Officer(who.email, password, secret, used)


def govern(home: Path, address: str, *typed: str) -> str:
    """A command of the service, as its owner types it. Returns the last line it printed."""
    environment = {**os.environ, "GOVERN_HOME": str(home), "GOVERN_ADDRESS": address}
    done = subprocess.run(
        [sys.executable, "-m", "govern", *typed], check=False, capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def call(service: Service, browser: Browser, *, database: str = "") -> Called:
    """From nothing to a published ballot and a notice that has gone out. Everybody's pages are without JavaScript."""
    secretary, keys = found(service, browser, database)
    settle_in(secretary)
    take_in_members(secretary)
    seat_two_volunteers(secretary)
    walkers = {SECRETARY: secretary}
    for who, role in ((RETURNING, "returning_officer"), (SCRUTINEER, "scrutineer")):
        link = govern(service.home, service.address, "appoint", SHORT, who.email, role)
        walkers[who] = Walker(browser, service.address, SHORT)
        keys[who] = set_up(walkers[who], link, who.email, dyffryn.PASSWORDS.format(who.number))
    meeting = write_the_meeting(secretary)
    ballot = make_the_ballot(secretary, meeting)
    for item in VOTED_ON:
        word(secretary, ballot, item)
    walkers[RETURNING].open(f"office/ballots/{ballot}/lots")
    walkers[RETURNING].press("Draw the order")
    publish(secretary, ballot)
    send_notice(secretary, meeting)
    for walker in walkers.values():
        assert walker.complaints() == []
        walker.close()
    known = {who.name: (key.password, key.telephone.secret, key.telephone.used) for who, key in keys.items()}
    return Called(service.home, known, meeting, ballot)


def found(service: Service, browser: Browser, database: str) -> tuple[Walker, dict[Person, Officer]]:
    """The owner founds the society at the command line; its secretary sets up their sign-in with the link printed."""
    rules = service.home.parent / "dyffryn.toml"
    rules.write_text(dyffryn.rules(), "utf-8")
    link = govern(
        service.home, service.address, "found", NAME, "--officer", SECRETARY.email, "--officer-name", SECRETARY.name,
        "--short", SHORT, "--rules", str(rules), "--database", database,
    )  # fmt: skip
    walker = Walker(browser, service.address, SHORT)
    return walker, {SECRETARY: set_up(walker, link, SECRETARY.email, dyffryn.PASSWORDS.format(SECRETARY.number))}


def settle_in(secretary: Walker) -> None:
    """Whom to call: it stands at the foot of every page from then on."""
    secretary.photograph("agm-01-office")
    secretary.open("office/settings/contact")
    secretary.fill(name="Rhian Watkins", phone="01632 960 123", hours_en="Every day", hours_cy="Bob dydd")
    secretary.press("Keep this")
    for _ in range(FACE_SECONDS):  # another server process may show the frame as it was for some seconds
        if "01632 960 123" in secretary.page.locator("footer").inner_text():
            break
        time.sleep(1)
        secretary.page.reload()
    else:
        raise AssertionError(secretary.page.locator("footer").inner_text())


def take_in_members(secretary: Walker) -> None:
    """The register from a file: one with a mistake is refused whole, the right one is looked at and put in."""
    send_file(secretary, dyffryn.members_file(wrong=True))
    secretary.reads("1 line cannot be taken", "gardeners", "Carys Pugh")
    secretary.photograph("agm-02-import-refused")
    secretary.press("Let this file go")
    send_file(secretary, dyffryn.members_file())
    secretary.reads(f"New members: {len(dyffryn.PEOPLE)}. Changed: 0.")
    secretary.photograph("agm-03-import-looked-at")
    secretary.press("Put these changes into the register")
    send_file(secretary, dyffryn.members_file())
    secretary.reads("Everything in this file is in the register already.")


def send_file(secretary: Walker, content: bytes) -> None:
    secretary.open("office/register/imports")
    secretary.page.set_input_files("#file", {"name": "members.csv", "mimeType": "text/csv", "buffer": content})
    secretary.press("Look at the file")


def seat_two_volunteers(secretary: Walker) -> None:
    """The board as it is: two volunteers sit for two more years, so that one more reaches the cap."""
    today = datetime.now(LONDON)
    for first in ("Vera", "Wyn"):
        secretary.open("office/boards/board")
        secretary.fill(person=str(dyffryn.person(first).number), seat="volunteers", how="elected")
        secretary.fill(from_on_day="1", from_on_month="6", from_on_year=str(today.year - 1))
        secretary.fill(due_on_day="1", due_on_month="6", due_on_year=str(today.year + 2))
        secretary.press("Put them in this seat")
    secretary.reads("2 of 9 seats are filled.", "Vera Adams")
    secretary.photograph("agm-04-board")


def write_the_meeting(secretary: Walker) -> str:
    """Date, place, link and items. Today is too soon for a notice with a clear day, and the page says so."""
    today = datetime.now(LONDON).replace(hour=23, minute=59)
    secretary.open("office/meetings/new")
    secretary.fill(kind="agm", title="Annual general meeting", title_cy="Cyfarfod cyffredinol blynyddol")
    secretary.moment("starts_at", today)
    secretary.fill(place="Dyffryn Hall, Main Street", place_cy="Neuadd Dyffryn, Stryd Fawr")
    secretary.fill(video_link="https://meet.example.org/dyffryn", telephone="01632 960 456")
    secretary.fill(access="A ramp and a hearing loop.", access_cy="Ramp a dolen glyw.")
    secretary.press("Keep this and go to the agenda")
    meeting = secretary.at().rpartition("/")[2]
    for item in ITEMS:
        add_item(secretary, meeting, item)
    secretary.photograph("agm-05-meeting")
    secretary.open(f"office/meetings/{meeting}/notice")
    secretary.reads("which is too soon")
    secretary.photograph("agm-06-too-soon")
    secretary.press("Choose another day")
    secretary.moment("starts_at", (today + timedelta(days=1)).replace(hour=14, minute=0))
    secretary.press("Keep")
    return meeting


def add_item(secretary: Walker, meeting: str, item: Item) -> None:
    secretary.open(f"office/meetings/{meeting}/items/new?kind={item.kind}")
    secretary.fill(title=item.title, title_cy=item.title_cy)
    secretary.fill(text=f"{item.title}: the whole text.", text_cy=f"{item.title_cy}: y testun llawn.")
    if item.resolution:
        secretary.fill(resolution=item.resolution)
    if item.seat:
        secretary.fill(seat=item.seat, places=str(item.places))
    secretary.press("Put it on the agenda")
    secretary.reads(item.title)


def make_the_ballot(secretary: Walker, meeting: str) -> str:
    """Voting may open from this minute on and closes when the meeting begins."""
    secretary.open(f"office/meetings/{meeting}/ballot")
    secretary.moment("opens_at", datetime.now(LONDON))
    secretary.photograph("agm-07-ballot")
    secretary.press("Make the ballot")
    secretary.follow("Annual general meeting")
    secretary.reads("things are missing before you can open")
    secretary.photograph("agm-08-missing")
    return secretary.at().rpartition("/")[2]


def word(secretary: Walker, ballot: str, item: Item) -> None:
    """The words of a question in both languages, its Easy Read in both, and who stands."""
    secretary.open(f"office/ballots/{ballot}")
    secretary.follow(item.title)
    question = secretary.at()
    secretary.fill(question=f"{item.title}: what do you say?", question_cy=f"{item.title_cy}: beth amdani?")
    if item.kind == "motion":
        secretary.fill(yes_means="It is done.", yes_means_cy="Caiff ei wneud.")
        secretary.fill(no_means="All stays as it is.", no_means_cy="Mae popeth yn aros.")
    secretary.press("Keep these words")
    for language, title in (("en", item.title), ("cy", item.title_cy)):
        secretary.open(f"{question}/easy/{language}")
        secretary.fill(title=title, readers="two", words=f"{title}.", picture="vendor/symbols/openmoji-people.svg")
        secretary.press("Keep this Easy Read")
    for first in item.stand:
        stand(secretary, f"{question}/candidates", dyffryn.person(first))


def stand(secretary: Walker, candidates: str, who: Person) -> None:
    secretary.open(candidates)
    secretary.fill(search=who.name)
    secretary.press("Find")
    secretary.choose_words(who.name)
    secretary.fill(statement=f"I am {who.name}.", statement_cy=f"{who.name} ydw i.")
    secretary.press("Add this person")
    secretary.reads(who.name)


def publish(secretary: Walker, ballot: str) -> None:
    secretary.open(f"office/ballots/{ballot}/publish")
    secretary.reads("This cannot be undone.")
    secretary.photograph("agm-09-publish")
    secretary.press("Publish the papers")
    secretary.reads("The roll is not frozen.", "The notice of the meeting has not been sent")


def send_notice(secretary: Walker, meeting: str) -> None:
    secretary.open(f"office/meetings/{meeting}/notice")
    secretary.reads("There are enough days", f"{dyffryn.TOLD} people get an email")
    secretary.photograph("agm-10-notice")
    secretary.press("Send the notice now")
    secretary.reads("Notices that went out")
