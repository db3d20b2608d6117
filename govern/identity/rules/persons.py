"""Persons in law: a human being, or an organisation for which a human acts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from govern.errors import NotAllowed, NotValid


class PersonKind(StrEnum):
    """A human signs in and acts. An organisation belongs, is told and votes, each through a human."""

    HUMAN = "human"
    ORGANISATION = "organisation"


def only_humans(kind: PersonKind) -> None:
    """An organisation has no way in and no office: its representative signs in as themselves. Raises `NotAllowed`."""
    if kind is PersonKind.ORGANISATION:
        raise NotAllowed(
            "An organisation does not sign in and holds no office. The person who represents it signs in. "
            "Choose that person instead."
        )


def check_kind(kind: PersonKind, born_on: date | None) -> None:
    """Raises `NotValid` for an organisation with a birth date."""
    if kind is PersonKind.ORGANISATION and born_on is not None:
        raise NotValid("An organisation has no date of birth. Leave it empty.", field="born")
