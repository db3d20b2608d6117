"""Joins the small modules of the second verifier into one file, `verify.py`: `python scripts/join_verifier.py`.

The one file is what lies in every bundle. Joined twice it has the same bytes; a test joins it afresh and compares.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "govern" / "ballots" / "verifier"
OUTCOME = FOLDER / "verify.py"
PACKAGE = "govern.ballots.verifier"
#: Each after those that it needs.
MODULES = (
    "ed25519",
    "words",
    "reading",
    "shapes",
    "group",
    "proofs",
    "tree",
    "slips",
    "selecting",
    "limiting",
    "electing",
    "resolving",
    "counting",
    "opening",
    "checking_log",
    "checking_count",
    "command",
)
TOP = '''"""The independent checker of a sealed ballot: `python3 -I verify.py bundle.zip`.

It needs Python 3.11 or later and nothing else. It was written apart from the society's own software, from the page
docs/bundle.md alone. It is joined from small files, which follow one another here; read them in this order.

{licence}"""

from __future__ import annotations

{imports}
'''


class NotJoined(Exception):
    """The modules cannot be one file; the message says why."""


def joined() -> str:
    imports: set[str] = set()
    names: dict[str, str] = {}
    bodies = []
    for module in MODULES:
        source = (FOLDER / f"{module}.py").read_text("utf-8")
        bodies.append(_body(module, source, imports, names))
    licence = (FOLDER / "LICENSE").read_text("utf-8").strip() + "\n"
    return TOP.format(licence=licence, imports="\n".join(sorted(imports))) + "".join(bodies)


def _body(module: str, source: str, imports: set[str], names: dict[str, str]) -> str:
    """A module without its imports, under a line with its name and what it says of itself."""
    tree, lines = ast.parse(source), source.splitlines()
    story = (ast.get_docstring(tree) or "").splitlines()
    dropped: set[int] = set()
    for number, node in enumerate(tree.body):
        if isinstance(node, ast.ImportFrom | ast.Import) or number == 0:
            dropped.update(range(node.lineno - 1, (node.end_lineno or node.lineno)))
        if isinstance(node, ast.Import):
            imports.update(f"import {alias.name}" for alias in node.names)
            if any(alias.asname for alias in node.names):
                raise NotJoined(f"{module} gives an import another name")
        elif isinstance(node, ast.ImportFrom):
            _one_by_one(module, node, imports)
        for name in _bound(node):
            if names.setdefault(name, module) != module:
                raise NotJoined(f"{name} is in {names[name]} and in {module}")
    last = module == MODULES[-1]
    kept = [line for place, line in enumerate(lines) if place not in dropped]
    text = "\n".join(kept).strip("\n")
    if not last and "__main__" in text:
        raise NotJoined(f"{module} runs by itself")
    rule = "# " + "-" * 116
    return "\n".join(
        ["", "", rule, f"# {module}.py", *(f"# {line}".rstrip() for line in story), rule, "", "", text, ""]
    )


def _one_by_one(module: str, node: ast.ImportFrom, imports: set[str]) -> None:
    if any(alias.asname for alias in node.names):
        raise NotJoined(f"{module} gives an import another name")
    if node.module == "__future__":
        return
    if node.module is None or node.level or not (node.module.startswith(f"{PACKAGE}.") or _standard(node.module)):
        raise NotJoined(f"{module} needs {node.module}")
    if node.module.startswith(f"{PACKAGE}."):
        if node.module.removeprefix(f"{PACKAGE}.") not in MODULES[: MODULES.index(module)]:
            raise NotJoined(f"{module} needs {node.module}, which comes later")
        return
    imports.update(f"from {node.module} import {alias.name}" for alias in node.names)


def _standard(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in sys.stdlib_module_names


def _bound(node: ast.stmt) -> list[str]:
    """The names that a statement of a module gives."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = (
        node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    )
    found = []
    for target in targets:
        found += [name.id for name in ast.walk(target) if isinstance(name, ast.Name) and name.id != "_"]
    return found


if __name__ == "__main__":
    OUTCOME.write_text(joined(), "utf-8")
    print(f"{OUTCOME.name}: {len(joined().splitlines())} lines")
