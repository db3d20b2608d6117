"""Symbols people know: the drawings that ship with the service, found by word in English and in Welsh.

    search("nofio", "cy") ──► symbols, the best first          drawing(name) ──► the SVG, as it was drawn

The Mulberry set lies packed in one file and is read from there, a drawing at a time; a few of OpenMoji lie beside it.
`mulberry-words.csv` says what is really on a drawing where its name lies, and leaves out those that help nobody
(easy-read.md, rule 23); its Welsh awaits a speaker's check. What stands in that list comes first in every search.
"""

from __future__ import annotations

import csv
import re
import unicodedata
import zipfile
from functools import lru_cache
from pathlib import Path

import msgspec

from govern.errors import NotFound

STATIC = Path(__file__).parents[1] / "static"
FOLDER = STATIC / "vendor" / "symbols"
#: Where no drawing is, on paper as on a page.
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
KIND = "image/svg+xml"
#: A drawing may carry its own style, and nothing else: no script, no other file.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
MULBERRY, OPENMOJI = "mulberry-", "openmoji-"
LEFT_OUT = "-"
#: What a Welsh word may begin with after another one, and what it begins with in a word list.
_MUTATED = (
    *(("ngh", "c"), ("mh", "p"), ("nh", "t"), ("ng", "g"), ("dd", "d"), ("ph", "p"), ("th", "t"), ("ch", "c")),
    *(("g", "c"), ("b", "p"), ("d", "t"), ("f", "b"), ("f", "m"), ("l", "ll"), ("r", "rh"), ("m", "b"), ("n", "d")),
)


class Symbol(msgspec.Struct, frozen=True):
    """A drawing and the words for it. `chosen`: it stands in the list that somebody looked through."""

    name: str
    english: str
    welsh: tuple[str, ...]
    chosen: bool

    def words(self, language: str) -> str:
        """What it is called: in Welsh where there is a word, else in English."""
        return self.welsh[0] if language == "cy" and self.welsh else self.english


def is_there(name: str) -> bool:
    """Whether a symbol of this name may be used."""
    return name in symbols()


def called(name: str, language: str) -> str:
    """The words for a symbol, "" for one that is not there."""
    found = symbols().get(name)
    return found.words(language) if found else ""


def drawing(name: str) -> bytes:
    """The SVG of a symbol. Raises `NotFound` for a name that is not in the sets."""
    if name not in symbols():
        raise NotFound("There is no such symbol. Choose another one.")
    if name.startswith(OPENMOJI):
        return (FOLDER / f"{name}.svg").read_bytes()
    return _packed().read(f"{name.removeprefix(MULBERRY)}.svg")


def drawn_at(path: str) -> str:
    """The SVG at an address under `static/`, for paper; an empty one where no drawing of ours is there."""
    file = (STATIC / path).resolve()
    svg = file.read_text("utf-8") if file.is_relative_to(STATIC) and file.suffix == ".svg" and file.is_file() else ""
    return svg[svg.index("<svg") :] if "<svg" in svg else EMPTY


@lru_cache
def _packed() -> zipfile.ZipFile:
    return zipfile.ZipFile(FOLDER / "mulberry.zip")


@lru_cache
def symbols() -> dict[str, Symbol]:
    """Every symbol there is by its name; those in the list first."""
    with (FOLDER / "mulberry-words.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["symbol"]: row for row in csv.DictReader(file)}
    found = {
        name: Symbol(name, row["english"] or _from_name(name), tuple(filter(None, row["welsh"].split(";"))), True)
        for name, row in listed.items()
        if row["english"] != LEFT_OUT
    }
    for file_name in _packed().namelist():
        name = MULBERRY + file_name.removesuffix(".svg")
        if file_name.endswith(".svg") and name not in listed:
            found[name] = Symbol(name, _from_name(name), (), False)
    return found


def _from_name(name: str) -> str:
    """The words in a file's name: "mulberry-brush_hair_,_to" is "brush hair"."""
    words = name.removeprefix(MULBERRY).removesuffix("_,_to").removesuffix("_,_to_2")
    words = re.sub(r"_-_|_,_|_", " ", words)
    return re.sub(r" \d+[a-d]?$", "", words)


@lru_cache
def _index() -> tuple[tuple[Symbol, str, frozenset[str], tuple[str, ...], frozenset[str]], ...]:
    """Each symbol with its plain English, the words in it, its plain Welsh texts and the words in them."""
    made = []
    for one in symbols().values():
        english, welsh = _plain(one.english), tuple(_plain(text) for text in one.welsh)
        made.append((one, english, frozenset(english.split()), welsh, frozenset(" ".join(welsh).split())))
    return tuple(made)


def _plain(text: str) -> str:
    """Small letters without accents, words apart."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(one for one in flat if not unicodedata.combining(one))))


def search(words: str, language: str, limit: int = 48) -> tuple[Symbol, ...]:
    """Symbols for what was typed, in either language: the whole words first, then those that begin so."""
    wanted = _plain(words)[:60]
    if not wanted:
        return ()
    unmutated = {root + wanted[len(start) :] for start, root in _MUTATED if wanted.startswith(start)}
    found = []
    for number, (one, english, in_english, welsh, in_welsh) in enumerate(_index()):
        rank = _rank(wanted, unmutated, english, in_english, welsh, in_welsh)
        if rank is not None:
            # A word of the reader's own language is nearer than the same letters in the other one.
            own = wanted in welsh if language == "cy" else wanted == english
            found.append(((not one.chosen, rank, not own, number), one))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0])[:limit])


def _rank(
    wanted: str,
    unmutated: set[str],
    english: str,
    in_english: frozenset[str],
    welsh: tuple[str, ...],
    in_welsh: frozenset[str],
) -> int | None:
    """How near a symbol is to what was typed, 0 the nearest, None for not at all."""
    if wanted == english or wanted in welsh:
        return 0
    parts = set(wanted.split())
    if parts <= in_english or parts <= in_welsh:
        return 1
    if unmutated & {*welsh, *in_welsh}:
        return 2
    if any(word.startswith(wanted) for word in (english, *in_english, *welsh, *in_welsh)):
        return 3
    if len(wanted) >= 4 and (wanted in english or any(wanted in text for text in welsh)):
        return 4
    return None
