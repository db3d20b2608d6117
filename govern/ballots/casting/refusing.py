"""What the database refused, as a sentence to whoever sent it."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from govern.ballots.models import REFUSALS
from govern.errors import GovernError


def refusal_of(broken: IntegrityError) -> GovernError:
    """What a broken constraint means. One that is not in the table is a fault of ours and is raised again."""
    diagnostics = getattr(broken.orig, "diag", None)
    name = getattr(diagnostics, "constraint_name", None) or str(broken.orig).rpartition(": ")[2]
    if name not in REFUSALS:
        raise broken
    return REFUSALS[name].raised()
