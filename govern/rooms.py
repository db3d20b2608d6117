"""The rooms whose pages this service serves, upper rooms first."""

from importlib import import_module
from importlib.util import find_spec

from litestar import Router

NAMES = (
    "desks",
    "minutes",
    "meetings",
    "ballots",
    "constituencies.boards",
    "constituencies.register",
    "constituencies.rulebook",
    "identity",
    "post",
)


def _router(name: str, attribute: str) -> list[Router]:
    if find_spec(f"govern.{name}.pages") is None:
        return []
    found = getattr(import_module(f"govern.{name}.pages"), attribute, None)
    return [found] if isinstance(found, Router) else []


ROOMS: list[Router] = [router for name in NAMES for router in _router(name, "router")]
#: Pages of the installation itself, outside any society.
FRONT: list[Router] = [router for name in NAMES for router in _router(name, "front")]
