"""Draw every part of the look as plain files under `build/look/`, to be looked at in a browser.

Run `python scripts/preview_parts.py`, then open `build/look/parts.html`; `--shots` also makes pictures with Chromium
at two widths and in four colour sets. The pages stand in `scripts/gallery/`; a test renders the same ones. The
society, its people and its numbers are invented; the telephone number is from the range kept for drama.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "govern" / "static"
BUILD = ROOT / "build" / "look"
COLOURS = ("standard", "black-on-white", "white-on-black", "cream")
WIDTHS = (320, 1024)

GROUPS = [
    SimpleNamespace(id=name, name=words, thread=number)
    for number, (name, words) in enumerate(
        [
            ("supported", "People supported"),
            ("staff", "Staff"),
            ("volunteers", "Volunteers"),
            ("bodies", "Public bodies"),
            ("families", "Families"),
            ("neighbours", "Neighbours"),
        ],
        start=1,
    )
]


@dataclass
class Filled:
    """A form as a page hands it over: what was typed, and what has to be put right."""

    typed: Mapping[str, list[str]] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.typed.get(name, [""])[0]

    def values_of(self, name: str) -> list[str]:
        return self.typed.get(name, [])

    def problem(self, name: str) -> str | None:
        return self.wrong.get(name)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return list(self.wrong.items())


@dataclass(frozen=True)
class Shown:
    """One page of the gallery: its template and what it is given beside the frame's own words."""

    template: str
    section: str | None = None
    given: Mapping[str, object] = field(default_factory=dict)


WRONG = Filled(
    {
        "tel": ["01632"],
        "way": ["post"],
        "day_day": ["31"],
        "day_month": ["2"],
        "day_year": ["2027"],
        "who": ["staff"],
    },
    {
        "tel": "Write a telephone number, like 01632 960 001",
        "day": "February 2027 has 28 days. Write another day.",
        "who": "Choose one or more",
        "file": "Choose a file",
    },
)

PAGES = {
    "parts": Shown("parts.html"),
    "home": Shown("home.html", "home"),
    "ballot-easy": Shown("ballot-easy.html", "votes"),
    "paper": Shown("paper.html", "votes"),
    "check": Shown("check.html", "votes"),
    "receipt": Shown("receipt.html", "votes"),
    "result": Shown("result.html", "votes"),
    "journey": Shown("journey.html", "forums"),
    "ask": Shown("ask.html"),
    "office": Shown("office.html", "office"),
    "minutes": Shown("minutes.html", "meetings"),
    "fields": Shown("fields.html", "office"),
    "fields-wrong": Shown("fields.html", "office", {"form": WRONG}),
    "settings": Shown("web/settings.html"),
    "error": Shown("web/error.html", None, {"status": 409, "refusal": "This vote closed on Friday 27 November."}),
    "plain": Shown(
        "web/plain.html",
        None,
        {
            "heading": "How we keep your vote secret",
            "lead": "Nobody can see how you voted.",
            "sections": [
                SimpleNamespace(
                    heading=f"Part {n}",
                    words=["Your vote is sealed before it leaves this page."],
                    points=["One", "Two"],
                )
                for n in range(1, 5)
            ],
        },
    ),
}


@cache
def environment(gettext: Callable[[str], str] = str) -> Environment:
    """Templates as the service sets them up. English is its own translation; a test may give another."""
    templates = FileSystemLoader([ROOT / "govern" / "web" / "templates", ROOT / "scripts" / "gallery"])
    made = Environment(
        loader=ChoiceLoader([templates]),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension at run time
        gettext, lambda one, many, number: gettext(one if number == 1 else many), newstyle=True
    )
    made.filters |= {"leaf": leaf, "number": str, "day": day, "moment": str, "share": str}
    return made


def leaf(day: date) -> SimpleNamespace:
    """What a day leaf shows."""
    return SimpleNamespace(month=f"{day:%b}", day=str(day.day), weekday=f"{day:%A}")


def day(when: date) -> str:
    """The day in full words, in English."""
    return f"{when:%A} {when.day} {when:%B %Y}"


def frame(section: str | None = None, *, colours: str = "standard", text: int = 2) -> dict[str, object]:
    """The words every template can rely on."""
    return {
        "lang": "en",
        "languages": [SimpleNamespace(code="cy", name="Cymraeg", url="home-cy.html")],
        "society": SimpleNamespace(
            short="tair-nant",
            name="Tair Nant Care Co-operative",
            contact_name="Carys",
            contact_phone="01632 960 123",
            contact_hours="Monday to Friday, 9 in the morning to 5 in the afternoon.",
            contact_picture="static/pictures/person-carys.svg",
            groups=GROUPS[:4],
        ),
        "visitor": SimpleNamespace(
            first_name="Siân", acts_for=None, shared_device=False, is_officer=section in {"office", "meetings"}
        ),
        "look": SimpleNamespace(text=text, colours=colours, layout="standard", press="usual", one_press=False),
        "rehearsal": None,
        "apart": False,
        "section": section,
        "say": str,
        "here": lambda path: f"{path.replace('/', '-') or 'front'}.html",
        "static": lambda path: f"static/{path}",
        "csrf": lambda action: Markup('<input type="hidden" name="token" value="sample">'),
        "groups": GROUPS,
        "a_day": date(2026, 11, 27),
        "a_moment": datetime(2026, 12, 12, 14, 38),  # noqa: DTZ001  the zone is the page's matter
    }


def render(name: str, *, colours: str = "standard", text: int = 2) -> str:
    """One page of the gallery as HTML."""
    page = PAGES[name]
    words = frame(page.section, colours=colours, text=text) | dict(page.given)
    return environment().get_template(page.template).render(words)


def main() -> None:
    """Write the pages, and with `--shots` their pictures."""
    shutil.rmtree(BUILD, ignore_errors=True)
    shutil.copytree(STATIC, BUILD / "static")
    for name in PAGES:
        for colours in COLOURS:
            suffix = "" if colours == "standard" else f"-{colours}"
            (BUILD / f"{name}{suffix}.html").write_text(render(name, colours=colours), encoding="utf-8")
        (BUILD / f"{name}-largest.html").write_text(render(name, text=4), encoding="utf-8")
    print(f"{len(PAGES)} pages in {BUILD}")
    if "--shots" in sys.argv:
        shots()


class Quiet(SimpleHTTPRequestHandler):
    """Serves the built pages without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:
        pass


def shots() -> None:
    """A picture of every written page at each width."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only needed for pictures

    # Over HTTP: from a file, Chromium refuses the mask of the woven edge.
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=BUILD))
    Thread(target=server.serve_forever, daemon=True).start()
    switches = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    (BUILD / "shots").mkdir()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=switches)
        for width in WIDTHS:
            tab = browser.new_page(viewport={"width": width, "height": 900})
            for file in sorted(BUILD.glob("*.html")):
                tab.goto(f"http://127.0.0.1:{server.server_port}/{file.name}")
                tab.screenshot(path=BUILD / "shots" / f"{file.stem}-{width}.png", full_page=True)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
