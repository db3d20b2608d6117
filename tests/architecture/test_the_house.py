"""The shape of the house: same rooms, small files, guarded routes, templates that compile, words of the field."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from govern.app import create_app
from govern.languages import CODES
from govern.settings import Settings
from govern.web.page import ROOMS as TEMPLATE_ROOMS
from govern.web.page import environment

HOUSE = Path(__file__).parents[2] / "govern"
TESTS = Path(__file__).parents[1]
ROOMS = (
    "identity",
    "constituencies/rulebook",
    "constituencies/register",
    "constituencies/boards",
    "constituencies/representation",
    "ballots",
    "meetings",
    "forums/gatherings",
    "forums/activities",
    "forums/recommendations",
    "forums/circles",
    "forums/purses",
    "forums/consultations",
    "minutes/book",
    "minutes/search",
    "minutes/returns",
    "minutes/papers",
)
#: Names every room has (a file, or a folder of chapters when it outgrew one), names a room may have, and what single
#: rooms have beside them with the reason.
ALWAYS = {"__init__", "rules", "models", "lifecycle", "queries", "forms", "pages", "templates"}
MAY = {"commands"}
BESIDE = {
    # pure packages; the tools of those with a duty (decision 27); the one caster (decision 10)
    # and the paper, which the booth serves too (ADR 34)
    "ballots": {"seal", "count", "deciding", "checking", "verifier", "duties", "casting", "paper"},
    "constituencies/rulebook": {"book", "plain"},  # the pure rulebook; the same in plain sentences
    "constituencies/register": {"incoming"},  # the pure reading of a file of members
    "minutes/search": {"sources", "words"},  # each kind of thing to be found; the way of each database
    "minutes/book": {"incoming"},  # the pure reading of minutes that are brought in
}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
#: The second verifier as one file, for the bundle: joined from small ones by scripts/join_verifier.py.
JOINED = HOUSE / "ballots" / "verifier" / "verify.py"


def python_files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (f for f in folder.rglob("*.py") if "node_modules" not in f.parts and "versions" not in f.parts)


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_the_same_shape(room: str) -> None:
    found = {path.name.removesuffix(".py") for path in (HOUSE / room).iterdir() if path.name != "__pycache__"}
    assert found - MAY - BESIDE.get(room, set()) == ALWAYS


def test_what_needs_a_browser_is_told_among_the_stories() -> None:
    """`make test` reads nothing else for the half with a browser: what is marked elsewhere would never run."""
    mark = re.compile(r"mark\.browser\b")
    marked = {
        path.relative_to(TESTS).parts[0] for path in python_files(TESTS) if mark.search(path.read_text("utf-8"))
    }
    assert marked == {"stories"}


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(HOUSE.parent)): count
        for path in python_files(HOUSE, TESTS, HOUSE.parent / "scripts")
        if path != JOINED and (count := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_template_is_longer_than_four_hundred_lines() -> None:
    long = [
        p.name for p in HOUSE.rglob("templates/**/*.html") if len(p.read_text("utf-8").splitlines()) > LONGEST_FILE
    ]
    assert long == []


def test_no_function_is_longer_than_sixty_lines() -> None:
    long = []
    for path in python_files(HOUSE, TESTS):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(HOUSE.parent)}:{node.name} {length}")
    assert long == []


def test_every_module_opens_with_its_part_in_the_story() -> None:
    silent = [
        str(path.relative_to(HOUSE))
        for path in python_files(HOUSE)
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_names_say_what_a_thing_is() -> None:
    banned = re.compile(r"(manager|helper|util|processor|handler)s?$", re.I)
    found = []
    for path in python_files(HOUSE):
        if banned.search(path.stem):
            found.append(str(path))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and banned.search(node.name):
                found.append(f"{path.name}:{node.name}")
    assert found == []


def test_requests_stay_in_the_pages() -> None:
    """Only `web/`, `pages` and `app.py` have a parameter named `request`."""
    strays = []
    for path in python_files(HOUSE):
        where = path.relative_to(HOUSE)
        if "web" in where.parts or "pages" in where.parts or where.name in ("pages.py", "app.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                names = [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
                if "request" in names:
                    strays.append(f"{where}:{node.name}")
    assert strays == []


def test_a_vote_has_one_path_whatever_its_way() -> None:
    """The room, paper, proxies and peers too: the caster alone puts an envelope in, the log alone takes a leaf, and
    the count alone strips what `select` chose."""
    paths = {
        "CastEnvelope": {"ballots/casting/caster.py"},
        "LogLeaf": {"ballots/casting/log.py"},
        "strip": {"ballots/lifecycle/unsealing.py", "ballots/seal/ceremony.py"},
    }
    found: dict[str, set[str]] = {name: set() for name in paths}
    for file in python_files(HOUSE):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else ""
                changes = called in ("insert", "update", "delete")
                named = {one.id for part in node.args for one in ast.walk(part) if isinstance(one, ast.Name)}
                for name in ({called} | (named if changes else set())) & set(found):
                    found[name].add(file.relative_to(HOUSE).as_posix())
    assert found == paths


def test_pages_and_forms_resolve_their_names_at_run_time() -> None:
    """Litestar reads annotations: no `from __future__ import annotations` in pages, forms and the app."""
    late = [
        str(path.relative_to(HOUSE))
        for path in python_files(HOUSE)
        if (path.name in ("pages.py", "app.py") or path.parent.name == "pages")
        and "from __future__ import annotations" in path.read_text("utf-8")
    ]
    assert late == []


def test_the_app_starts_only_with_every_route_guarded(tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path))
    assert len(app.routes) > 20


def _templates() -> list[str]:
    return sorted(
        f"{room}/{path.relative_to(HOUSE / folder / 'templates')}"
        for room, folder in TEMPLATE_ROOMS.items()
        for path in (HOUSE / folder / "templates").rglob("*.html")
    )


@pytest.mark.parametrize("code", CODES)
def test_all_templates_compile(code: str) -> None:
    made: Environment = environment(code)
    assert len(_templates()) > 20
    for name in _templates():
        made.get_template(name)


def test_no_template_names_a_raw_colour_or_carries_a_script_or_a_style() -> None:
    found = []
    for path in HOUSE.rglob("templates/**/*.html"):
        text = path.read_text("utf-8")
        if "documents" in path.parts:
            continue
        if re.search(r"<script(?![^>]*\bsrc=)|\bstyle=|<style|\son[a-z]+=\"|#[0-9a-fA-F]{6}\b", text):
            found.append(str(path.relative_to(HOUSE)))
    assert found == []


BANNED_WORDS = re.compile(r"\b(submit your|invalid|error occurred|log ?in\b|login|poll|polls|username)\b", re.I)


def test_pages_use_the_words_of_the_field() -> None:
    """`docs/words.md`: no "submit", "invalid", "user", "poll" to a person."""
    found = []
    for path in HOUSE.rglob("templates/**/*.html"):
        text = re.sub(r"{%.*?%}|{{.*?}}|<[^>]+>", " ", path.read_text("utf-8"), flags=re.S)
        found += [f"{path.name}: {match.group()}" for match in BANNED_WORDS.finditer(text)]
    assert found == []
