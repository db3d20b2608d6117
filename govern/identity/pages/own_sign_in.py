"""`me/sign-in`: an officer changes their password and moves to another authenticator, after their second step."""

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.identity import lifecycle, queries, rules
from govern.identity.forms import ChangeAuthenticator, ChangePassword
from govern.identity.lifecycle import passwords
from govern.identity.pages.entering import site_of
from govern.identity.pages.officers import own_words, to_scan
from govern.identity.rules import WrongTry
from govern.permissions import Permission
from govern.society import Society
from govern.web.cookies import set_cookie
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

OFFICERS = holding(Permission.OFFICE_SEE)
OFFICERS_AGAIN = stepping_up(Permission.OFFICE_SEE)


@get("/me/sign-in", name="identity.own_sign_in", guards=[OFFICERS])
async def own_sign_in(request: AnyRequest, visitor: Visitor, reading: AsyncSession, door: Door) -> Response[str]:
    found = await queries.own_sign_in(reading, visitor.person_id)
    done = request.query_params.get("done", "")
    usable = rules.relying_party(door.settings.address) is not None
    return page(request, "identity/own_sign_in.html", found=found, done=done, usable=usable)


@get("/me/password", name="identity.password_page", guards=[OFFICERS_AGAIN])
async def password_page(request: AnyRequest) -> Response[str]:
    return _password_page(request)


@post("/me/password", name="identity.change_password", guards=[OFFICERS_AGAIN])
async def change_password(
    request: AnyRequest, visitor: Visitor, society: Society, door: Door
) -> Response[str] | Redirect:
    """Both passwords are worked on between two transactions, so that they hold nobody up."""
    form = submitted(ChangePassword, await request.form(), door.language.say)
    if form.values is None:
        return _password_page(request, form)
    async with society.store.reading() as reading:
        person = await queries.person(reading, visitor.person_id)
        proof = await queries.own_proof(reading, visitor.person_id)
    try:
        rules.check_new_password(
            form.values.password, own_words=own_words(person, door), old=form.values.old_password
        )
    except rules.WeakPassword as refusal:
        return _password_page(request, form.refused(refusal))
    right = await passwords.fits(proof.hash, form.values.old_password)
    password_hash = await passwords.hashed(form.values.password)
    async with society.store.writing() as writing:
        outcome = await lifecycle.change_password(
            writing,
            society.key("codes"),
            visitor.person_id,
            visitor.session_id,
            hash_seen=proof.hash if right else None,
            password_hash=password_hash,
            site=site_of(door),
            at=door.at,
        )
    if isinstance(outcome, WrongTry):
        return _password_page(request, form.refused(outcome))
    return changed(door, outcome, "password")


def _password_page(request: AnyRequest, form: Submission[ChangePassword] | None = None) -> Response[str]:
    return page(request, "identity/own_password.html", form=form, least=rules.SHORTEST_PASSWORD)


@get("/me/authenticator", name="identity.authenticator_page", guards=[OFFICERS_AGAIN])
async def authenticator_page(request: AnyRequest, visitor: Visitor, society: Society, door: Door) -> Response[str]:
    """The secret to come belongs to this session, so looking stores nothing, and a second look shows the same."""
    return await _authenticator_page(request, visitor, society, door)


@post("/me/authenticator", name="identity.change_authenticator", guards=[OFFICERS_AGAIN])
async def change_authenticator(
    request: AnyRequest, visitor: Visitor, society: Society, door: Door
) -> Response[str] | Redirect:
    form = submitted(ChangeAuthenticator, await request.form(), door.language.say)
    if form.values is None:
        return await _authenticator_page(request, visitor, society, door, form)
    async with society.store.writing() as writing:
        outcome = await lifecycle.change_authenticator(
            writing,
            society.key("codes"),
            visitor.person_id,
            visitor.session_id,
            form.values.code,
            site=site_of(door),
            at=door.at,
        )
    if isinstance(outcome, WrongTry):
        return await _authenticator_page(request, visitor, society, door, form.refused(outcome))
    return changed(door, outcome, "authenticator")


async def _authenticator_page(
    request: AnyRequest,
    visitor: Visitor,
    society: Society,
    door: Door,
    form: Submission[ChangeAuthenticator] | None = None,
) -> Response[str]:
    async with society.store.reading() as reading:
        person = await queries.person(reading, visitor.person_id)
        secret = await queries.secret_to_come(reading, society.key("codes"), visitor.person_id, visitor.session_id)
    return page(
        request,
        "identity/own_authenticator.html",
        form=form,
        picture=to_scan(secret, person, door),
        secret=rules.grouped(secret),
    )


def changed(door: Door, token: str, what: str) -> Redirect:
    """Back to where all of them are, with the session's new token."""
    answer = Redirect(door.here("me/sign-in"), query_params={"done": what}, status_code=303)
    answer.set_cookie(set_cookie(door.cookie("s"), token, secure=door.settings.secure))
    return answer
