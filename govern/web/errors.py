"""Refusals as pages: the kind of a `GovernError` becomes a status here alone. Each page says what to do next."""

from __future__ import annotations

import logging
import secrets

from litestar import Response
from litestar.enums import MediaType
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap

from govern.errors import (
    AlreadyDone,
    GovernError,
    NotAllowed,
    NotFound,
    NotValid,
    TooMany,
    Unavailable,
    WrongMoment,
)
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Elsewhere, door_of
from govern.web.guards import SignInFirst, StepUpFirst
from govern.web.page import page

STATUS: dict[type[GovernError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    WrongMoment: 409,
    AlreadyDone: 409,
    NotValid: 422,
    TooMany: 429,
    Unavailable: 503,
}
#: What the framework itself refuses, in our words.
SENTENCES = {
    404: Sentence("The address may be old or mistyped. Go to the home page and choose from there."),
    405: Sentence("This address cannot take what was sent to it."),
    413: Sentence("What you sent is too large. Make the file smaller or split it in two, then send it again."),
    422: Sentence("Something in the address cannot be read. Go back and choose again."),
}
LAST_RESORT = Sentence("Something broke on our side. Nothing of yours was changed. Try again in a few minutes.")
BUSY = Sentence("Too many people are here at this moment, or a part is being mended. Nothing was changed. Try again.")
logger = logging.getLogger("govern.errors")


def status_of(refusal: GovernError) -> int:
    return next((STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS), 422)


def on_refusal(request: AnyRequest, refusal: GovernError) -> Response[str] | Redirect:
    """A refusal that no form showed beside its field: a page of its own, or the page that is asked for instead."""
    if isinstance(refusal, Elsewhere):
        return Redirect(refusal.address, status_code=303)
    if isinstance(refusal, SignInFirst | StepUpFirst):
        return _to_the_door(request, refusal)
    status = status_of(refusal)
    answer = _error_page(request, status, refusal.message)
    if isinstance(refusal, TooMany):
        answer.headers["retry-after"] = str(refusal.wait_seconds)
    return answer


def on_http_error(request: AnyRequest, error: HTTPException) -> Response[str]:
    status = 422 if error.status_code == 400 else error.status_code
    return _error_page(request, status, SENTENCES.get(status))


def on_busy(request: AnyRequest, error: Exception) -> Response[str]:
    """The database cannot be had: it is down, or everybody came at once. The transaction was undone."""
    logger.error("database: %s", type(error).__name__)
    return _error_page(request, 503, BUSY)


def on_mistake(request: AnyRequest, error: Exception) -> Response[str]:
    """A mistake of ours. The log gets the place, never the message, which may hold what a person typed."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
    reference = secrets.token_hex(3).upper()
    logger.error("%s at %s, told as %s", type(error).__name__, place, reference)
    return _error_page(request, 500, None, reference)


def _error_page(
    request: AnyRequest, status: int, refusal: Sentence | None, reference: str | None = None
) -> Response[str]:
    if "door" not in request.scope["state"]:  # a file under /static/
        return Response(str(refusal or LAST_RESORT), media_type=MediaType.TEXT, status_code=status)
    try:
        answer = page(request, "web/error.html", status=status, refusal=refusal, reference=reference)
        if status == 503:
            answer.headers["retry-after"] = "10"
        return answer
    except Exception as failed:  # the last resort must not fail itself
        logger.error("error page: %s", type(failed).__name__)
        return Response(str(refusal or LAST_RESORT), media_type=MediaType.TEXT, status_code=status)


def _to_the_door(request: AnyRequest, refusal: GovernError) -> Redirect:
    door = door_of(request)
    back = door.rest if request.method == "GET" else "/home"
    where = "step-up" if isinstance(refusal, StepUpFirst) else "sign-in"
    return Redirect(door.here(where), query_params={"next": back}, status_code=303)


HANDLERS: ExceptionHandlersMap = {
    GovernError: on_refusal,
    HTTPException: on_http_error,
    Exception: on_mistake,
}
