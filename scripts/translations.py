"""Gather every text into the catalogue's template, merge it into the Welsh catalogue, compile it.

Welsh that no speaker has checked yet carries a translator's comment saying so (decision 41), never the fuzzy flag.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).parent.parent / "govern"
LOCALE = HOUSE / "locale"
TEMPLATES = [("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
OPTIONS = {pattern: {"silent": "false", "trimmed": "true"} for pattern, _ in TEMPLATES}
#: Calls whose texts people read: our own sentences and questions, and gettext's own names.
SPEAKING = {"Sentence", "Ask", "_", "N_", "gettext", "ngettext"}
UNCHECKED = "Awaiting a Welsh speaker's check."


def gather() -> Catalog:
    """All texts of the house, in the order of the files."""
    catalogue = Catalog(project="govern", charset="utf-8", copyright_holder="The govern authors")
    for file, line, message, comments, context in extract_from_dir(str(HOUSE), TEMPLATES, OPTIONS):
        catalogue.add(message, None, [(file, line)], auto_comments=comments, context=context)
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(HOUSE.rglob("*.py"))}
    speaking = SPEAKING | _refusals(trees.values())
    for path, tree in trees.items():
        for line, message in _texts(tree, speaking):
            catalogue.add(message, None, [(str(path.relative_to(HOUSE)), line)])
    return catalogue


def _refusals(trees: Iterable[ast.AST]) -> set[str]:
    """Names of `GovernError` and of every class that comes from it."""
    parents: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                parents[node.name] = {base.id for base in node.bases if isinstance(base, ast.Name)}
    found = {"GovernError"}
    while more := {name for name, bases in parents.items() if bases & found} - found:
        found |= more
    return found


def _texts(tree: ast.AST, speaking: set[str]) -> Iterator[tuple[int, str | tuple[str, str]]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in speaking:
            continue
        said = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name == "Ask":
            said += [
                k.value.value
                for k in node.keywords
                if isinstance(k.value, ast.Constant) and isinstance(k.value.value, str)
            ]
            yield from ((node.lineno, text) for text in said)
        elif len(said) >= 2:
            yield node.lineno, (said[0], said[1])
        elif said and said[0]:
            yield node.lineno, said[0]


def main() -> int:
    template = gather()
    LOCALE.mkdir(exist_ok=True)
    with (LOCALE / "govern.pot").open("wb") as out:
        write_po(out, template, width=110, omit_header=True, sort_output=True)
    folder = LOCALE / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    po = folder / "govern.po"
    welsh = _read(po) if po.exists() else Catalog(locale="cy", project="govern", charset="utf-8")
    welsh.update(template, no_fuzzy_matching=True)
    welsh.obsolete.clear()
    with po.open("wb") as out:
        write_po(out, welsh, width=110, sort_output=True, ignore_obsolete=True)
    with (folder / "govern.mo").open("wb") as out:
        write_mo(out, welsh)
    empty = [message.id for message in welsh if message.id and not _filled(message.string)]
    print(f"{len(template)} texts, {len(empty)} without Welsh.")
    return 0


def _read(file: Path) -> Catalog:
    with file.open("rb") as existing:
        return read_po(existing, locale="cy")


def _filled(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    sys.exit(main())
