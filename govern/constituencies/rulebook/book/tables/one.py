"""One table of a rulebook: frozen, and deaf to keys it does not know."""

from __future__ import annotations

import msgspec


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all tables share. Fields without a default are required in the file."""
