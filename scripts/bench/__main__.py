"""`python -m scripts.bench [NAME]`: one measurement, or all.

NAME: casts, pages, import, freeze, register, clone, count, room, forums, consultations, sheets, search, bundles,
notices, proofs, cores or verify.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

MEASUREMENTS = (
    *("casts", "pages", "import", "freeze", "register", "clone", "count"),
    *("room", "forums", "consultations", "sheets", "search", "bundles", "notices", "proofs", "cores", "verify"),
)


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(
            f"There is no measurement called {unknown[0]}. Choose from: {', '.join(MEASUREMENTS)}.", file=sys.stderr
        )
        return 2
    for name in names or MEASUREMENTS:
        measured: Callable[[], None] = import_module(f"scripts.bench.{MODULES.get(name, name)}").main
        print(f"\n## {name}\n", flush=True)
        measured()
    return 0


#: "import" is no name for a module, and "count" would hide what it is.
MODULES = {"import": "importing", "register": "registering", "count": "counting", "verify": "verifying"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
