"""Who is at the door: the person of this request as the web sees them, with nothing a page does not need."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from govern.permissions import OFFICERS, Permission, Role, permissions_of

if TYPE_CHECKING:
    from govern.society import Society

STEP_UP_LASTS = timedelta(minutes=5)
#: At the desk a page asks after so long whether somebody is there, and is cleared after as long again as is said.
ASKS_AFTER = timedelta(minutes=3)
CLEARS_AFTER = timedelta(minutes=2)


class Look(msgspec.Struct, frozen=True):
    """How somebody wants pages: text size 1 to 4, one of four colour sets, standard or Easy Read first, and whether
    each answer is one press (for a switch or for eyes)."""

    text: int = 2
    colours: str = "standard"
    layout: str = "standard"
    press: str = "usual"

    @property
    def one_press(self) -> bool:
        return self.press == "one"


class Visitor(msgspec.Struct, frozen=True):
    """A signed-in person. `session_secret` feeds the CSRF token and never leaves the server.

    `acts_for` is the organisation they act for in this session, by their own choice; else they act for themselves.
    `came_in_at`: when they showed who they are with what was sent to them alone, which a card or a link handed over
    on paper does not show. `at_desk`: this browser is a tablet that one member hands to the next.
    """

    person_id: UUID
    name: str
    first_name: str
    language: str
    look: Look
    roles: frozenset[Role]
    session_id: UUID
    session_secret: bytes
    shared_device: bool
    officer_session: bool
    stepped_up_at: datetime | None = None
    came_in_at: datetime | None = None
    acts_for: UUID | None = None
    acts_for_name: str = ""
    at_desk: bool = False

    @property
    def voter_id(self) -> UUID:
        """Whose vote it is on the pages of ballots: the organisation they act for, else their own."""
        return self.acts_for or self.person_id

    @property
    def is_officer(self) -> bool:
        """Holds an office and has signed in as officers do (password and second step)."""
        return self.officer_session and bool(self.roles & OFFICERS)

    @property
    def permissions(self) -> frozenset[Permission]:
        """What this session may do: an officer's permissions need an officer's sign-in."""
        roles = self.roles if self.officer_session else self.roles - OFFICERS
        return permissions_of(roles)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def has_stepped_up(self, at: datetime) -> bool:
        return self.stepped_up_at is not None and at - self.stepped_up_at <= STEP_UP_LASTS

    def has_shown_afresh(self, at: datetime) -> bool:
        """Whoever they are, minutes ago they showed it: an officer by the second step, a member by coming in."""
        came_in = self.came_in_at is not None and at - self.came_in_at <= STEP_UP_LASTS
        return came_in or self.has_stepped_up(at)


#: Given by `identity`, called by the middleware: the visitor of a session token, or nobody.
FindVisitor = Callable[["Society", str, datetime], Awaitable[Visitor | None]]


def form_token(secret: bytes, purpose: str) -> str:
    """The synchroniser token of one form: HMAC of the session's secret over where the form goes (security.md 7.4)."""
    return hmac.new(secret, b"form\x00" + purpose.encode(), hashlib.sha256).hexdigest()
