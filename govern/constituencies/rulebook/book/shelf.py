"""The shelf of example rulebooks: a society may start from one, and the tests read them all."""

from __future__ import annotations

from pathlib import Path

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
