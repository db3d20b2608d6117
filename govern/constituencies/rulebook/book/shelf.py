"""The shelf of example rulebooks: a society may start from one, and the tests read them all."""

from __future__ import annotations

from pathlib import Path

from govern.constituencies.rulebook.book.heading import with_society
from govern.errors import NotFound

SHELF = Path(__file__).parent / "examples"


def example_names() -> tuple[str, ...]:
    """The names of all examples, in alphabetical order."""
    return tuple(sorted(path.stem for path in SHELF.glob("*.toml")))


def example(name: str) -> str:
    """The text of one example, as `load` takes it. Raises NotFound for a name that is not on the shelf."""
    if name not in example_names():
        raise NotFound("There is no example rulebook “{name}”. There are: {names}.", name=name, names=example_names())
    return (SHELF / f"{name}.toml").read_text(encoding="utf-8")


def as_template(name: str, *, society_id: str, society_name: str, society_name_cy: str | None = None) -> str:
    """An example as the rules of another society: with that society's id and name, and where they began from.

    The society whose rules the example is has no other rules that it began from.
    """
    text = example(name)
    own = f'id = "{society_id}"' in text.splitlines()
    text = under_name(text, society_id=society_id, society_name=society_name, society_name_cy=society_name_cy)
    return text if own else with_society(text, {"derived_from": name})


def under_name(text: str, *, society_id: str, society_name: str, society_name_cy: str | None = None) -> str:
    """Rules under a society's id and name. A Welsh name stays where the English one is that of the rules already."""
    lines: dict[str, str | None] = {"id": society_id, "name": society_name}
    if society_name_cy is not None or f'name = "{society_name}"' not in text.splitlines():
        lines["name_cy"] = society_name_cy
    return with_society(text, lines)
