"""Refusals as pages: the kind of a `GovernError` becomes a status here alone. Each page says what to do next."""

from __future__ import annotations

import logging

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
from govern.web.door import AnyRequest, door_of
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
HEADINGS = {
    403: Sentence("You cannot do this"),
    404: Sentence("We cannot find this page"),
    405: Sentence("This page cannot do that"),
    409: Sentence("This cannot be done now"),
    413: Sentence("This file is too large"),
    422: Sentence("We cannot take this as it is"),
    429: Sentence("Too many tries"),
    500: Sentence("Something went wrong here"),
    503: Sentence("This part is not working just now"),
}
SENTENCES = {
    404: Sentence("The address may be old or mistyped. Go to the home page and choose from there."),
    405: Sentence("Go back to the page before and use the buttons on it."),
    413: Sentence("Make the file smaller or split it in two, then send it again."),
    422: Sentence("Something in the address cannot be read. Go back and choose again."),
    429: Sentence("Wait a few minutes, then try again."),
    500: Sentence(
        "It is our fault, not yours. Nothing you sent was half done. Try again; if it happens again, call us."
    ),
}
logger = logging.getLogger("govern.errors")


def status_of(refusal: GovernError) -> int:
    return next((STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS), 422)


def on_refusal(request: AnyRequest, refusal: GovernError) -> Response[str] | Redirect:
    """A refusal that no form showed beside its field: a page of its own."""
    if isinstance(refusal, SignInFirst | StepUpFirst):
        return _to_the_door(request, refusal)
    status = status_of(refusal)
    answer = _error_page(request, status, refusal.message)
    if isinstance(refusal, TooMany):
        answer.headers["retry-after"] = str(refusal.wait_seconds)
    if isinstance(refusal, Unavailable):
        answer.headers["retry-after"] = "10"
    return answer


def on_http_error(request: AnyRequest, error: HTTPException) -> Response[str]:
    status = 422 if error.status_code == 400 else error.status_code
    sentence = SENTENCES.get(status, SENTENCES[500])
    return _error_page(request, status, sentence)


def on_mistake(request: AnyRequest, error: Exception) -> Response[str]:
    """A mistake of ours. The log gets the place, never the message, which may hold what a person typed."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
    logger.error("%s at %s", type(error).__name__, place)
    return _error_page(request, 500, SENTENCES[500])


def _error_page(request: AnyRequest, status: int, sentence: Sentence) -> Response[str]:
    heading = HEADINGS.get(status, HEADINGS[500])
    try:
        return page(request, "web/error.html", status=status, heading=heading, sentence=sentence)
    except Exception as failed:  # the last resort must not fail itself
        logger.error("error page: %s", type(failed).__name__)
        return Response(f"{heading}. {sentence}", media_type=MediaType.TEXT, status_code=status)


def _to_the_door(request: AnyRequest, refusal: GovernError) -> Redirect:
    door = door_of(request)
    back = door.rest if request.method == "GET" else "/home"
    where = "step-up" if isinstance(refusal, StepUpFirst) else "sign-in"
    return Redirect(door.here(where), query_params={"next": back}, status_code=303)


HANDLERS: ExceptionHandlersMap = {GovernError: on_refusal, HTTPException: on_http_error, Exception: on_mistake}
