"""Who may use a route, in one word. A route without one of these stops the service from starting."""

from __future__ import annotations

from litestar import Litestar
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute

from govern.errors import GovernError, NotAllowed
from govern.permissions import Permission
from govern.web.door import AnyConnection, door_of


class SignInFirst(GovernError):
    """The page is for members who are signed in; the answer is the sign-in page, which leads back here."""


class StepUpFirst(GovernError):
    """What follows cannot be undone; the answer asks for the second step again, then leads back here."""


class Guard:
    """A named rule about who may use a route. Introspectable: `refuse_unguarded` refuses routes that carry none."""

    def __init__(
        self,
        name: str,
        permission: Permission | None = None,
        *,
        signed_in: bool,
        step_up: bool = False,
        afresh: bool = False,
    ) -> None:
        self.name = name
        self.permission = permission
        self.signed_in = signed_in
        self.step_up = step_up
        self.afresh = afresh

    # Asynchronous, so that Litestar keeps the guard itself and `app.py` can read its name.
    async def __call__(self, connection: AnyConnection, _handler: BaseRouteHandler) -> None:
        if not self.signed_in and "door" not in connection.scope["state"]:
            return  # a file under /static/ is there without a door
        door = door_of(connection)
        if door.trouble is not None:
            raise door.trouble
        if not self.signed_in:
            return
        if door.visitor is None:
            raise SignInFirst("Sign in to see this page.")
        if self.permission is not None and not door.visitor.may(self.permission):
            raise NotAllowed(
                "This page is for officers who look after this part of the society. "
                "If you hold this office, sign in as an officer."
            )
        if self.step_up and not door.visitor.has_stepped_up(door.at):
            raise StepUpFirst("Show your second step again before you go on.")
        if self.afresh and not door.visitor.has_shown_afresh(door.at):
            raise StepUpFirst("Show once more that it is you before you go on.")


#: Anybody, signed in or not.
public = Guard("public", signed_in=False)
#: Any signed-in person.
signed_in = Guard("signed_in", signed_in=True)
#: Any signed-in person who showed within five minutes that it is them: an officer by the second step, a member by a
#: new link from a mail or a code from a letter. For what somebody does who need not hold an office, and who cannot
#: undo it.
signed_in_afresh = Guard("signed_in afresh", signed_in=True, afresh=True)


def holding(permission: Permission) -> Guard:
    """Officers whose office allows this."""
    return Guard(f"holding {permission}", permission, signed_in=True)


def stepping_up(permission: Permission) -> Guard:
    """Officers whose office allows this and who gave their second step within five minutes."""
    return Guard(f"stepping up {permission}", permission, signed_in=True, step_up=True)


def refuse_unguarded(app: Litestar) -> None:
    """Deny by default: a handler without a `Guard` stops the start."""
    open_doors = [
        f"{handler.handler_name} at {found.path}"
        for found in app.routes
        if isinstance(found, HTTPRoute)
        for handler in found.route_handlers
        if not is_generated(handler) and not any(isinstance(g, Guard) for g in handler.resolve_guards())
    ]
    if open_doors:
        raise RuntimeError("These routes do not say who may use them: " + "; ".join(sorted(set(open_doors))))


def is_generated(handler: HTTPRouteHandler) -> bool:
    return handler.http_methods == {"OPTIONS"}
