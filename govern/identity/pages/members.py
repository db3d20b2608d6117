"""How members come in: an address typed, a mail with a link and a code, or a code from a letter."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from litestar import Response, get, post
from litestar.params import Dependency
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import GovernError, NotValid
from govern.identity import lifecycle, queries, rules
from govern.identity.forms import AskForLink, TypeCode, TypeLetterCode, UseLink
from govern.identity.lifecycle import Claim, SignedIn, WhoIsIt
from govern.identity.pages.entering import (
    ActsFirst,
    SameTime,
    act_first,
    browser_of,
    come_in,
    knock,
    next_of,
    site_of,
)
from govern.identity.queries import LinkPage
from govern.identity.rules import LinkKind, LinkState
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.errors import status_of
from govern.web.forms import Submission, submitted
from govern.web.guards import public
from govern.web.page import page

#: Asked of the ballots, which stand above: whether people vote now, so that a changed address rests.
PeopleVote = Callable[[AsyncSession], Awaitable[bool]]
Acting = Annotated[ActsFirst, Dependency(skip_validation=True)]


@get("/sign-in", name="identity.sign_in", guards=[public])
async def sign_in(request: AnyRequest) -> Response[str]:
    return page(request, "identity/sign_in.html", next=next_of(request))


@post("/sign-in", name="identity.ask", guards=[public])
async def ask(
    request: AnyRequest,
    society: Society,
    door: Door,
    people_vote: Annotated[PeopleVote, Dependency(skip_validation=True)],
) -> Response[str] | Redirect:
    """The same answer in the same time, whether the address is known or not."""
    form = submitted(AskForLink, await request.form(), door.language.say)
    next_path = rules.local_path(form.value("next"))
    if form.values is not None and not rules.looks_like_email(form.values.email):
        form = form.refused(NotValid("Type an email address, like name@place.org.", field="email"))
    if form.values is None:
        return page(request, "identity/sign_in.html", form=form, next=next_path)
    await knock(request, society, door)
    async with SameTime(), society.store.writing() as writing:
        await lifecycle.ask_for_link(
            writing,
            society.key("codes"),
            email=form.values.email,
            pre_session=door.pre_session or "",
            site=site_of(door),
            language=door.language.code,
            next_path=next_path,
            voting=await people_vote(writing),
            at=door.at,
        )
    return Redirect(door.here("sign-in/sent"), status_code=303)


@get("/sign-in/sent", name="identity.sent", guards=[public])
async def sent(request: AnyRequest) -> Response[str]:
    return page(request, "identity/sent.html", people=())


@post("/sign-in/code", name="identity.code", guards=[public])
async def code(request: AnyRequest, society: Society, door: Door, acts_first: Acting) -> Response[str] | Redirect:
    """The code from the mail, typed in the browser that asked."""
    form = submitted(TypeCode, await request.form(), door.language.say)
    if form.values is None:
        return page(request, "identity/sent.html", form=form, people=())
    await knock(request, society, door)
    async with society.store.writing() as writing:
        outcome = await lifecycle.use_typed_code(
            writing,
            society.key("codes"),
            form.values.code,
            pre_session=door.pre_session or "",
            browser=browser_of(request, door, shared=form.values.shared),
            claim=Claim(form.values.person, form.values.letter_code),
            at=door.at,
        )
        if isinstance(outcome, SignedIn):
            await act_first(writing, outcome, acts_first, door.at)
    if isinstance(outcome, SignedIn):
        return come_in(door, outcome)
    if isinstance(outcome, WhoIsIt):
        return page(
            request, "identity/sent.html", form=_ask_who(form, form.values.letter_code), people=outcome.people
        )
    people = await _people_again(society, door, form.value("person"))
    return page(request, "identity/sent.html", form=form.refused(outcome), people=people)


async def _people_again(society: Society, door: Door, chosen: str) -> tuple[tuple[object, str], ...]:
    """Who shares the mailbox, once more, after a wrong letter code. Only one who got so far has chosen somebody."""
    if not chosen:
        return ()
    async with society.store.reading() as reading:
        return await queries.sharers_waiting(reading, door.pre_session or "", door.at)


def _ask_who(form: Submission[TypeCode], letter_code: str | None) -> Submission[TypeCode] | None:
    """The first time it is a question; once something was answered, what is missing is a problem."""
    if form.value("person") and not letter_code:
        return form.refused(NotValid("Type a code from your letter.", field="letter_code"))
    if letter_code:
        return form.refused(NotValid("Choose who you are.", field="person"))
    return Submission.blank(code=form.value("code"), shared=form.value("shared"))


@get("/sign-in/link/{token:str}", name="identity.link", guards=[public])
async def link(request: AnyRequest, token: str, reading: AsyncSession, door: Door) -> Response[str]:
    """A page with a button. Mail scanners open links; nothing is used up by looking."""
    found = await queries.link_page(reading, token, door.pre_session, door.at)
    return _link_page(request, found)


@post("/sign-in/link/{token:str}", name="identity.use_link", guards=[public])
async def use_link(
    request: AnyRequest, token: str, society: Society, door: Door, acts_first: Acting
) -> Response[str] | Redirect:
    form = submitted(UseLink, await request.form(), door.language.say)
    await knock(request, society, door)
    async with society.store.reading() as reading:
        found = await queries.link_page(reading, token, door.pre_session, door.at)
    if form.values is None:
        return _link_page(request, found, form)
    try:
        async with society.store.writing() as writing:
            outcome = await lifecycle.use_link(
                writing,
                society.key("codes"),
                token,
                pre_session=door.pre_session,
                browser=browser_of(request, door, shared=form.values.shared),
                claim=Claim(form.values.person, form.values.letter_code),
                at=door.at,
            )
            if isinstance(outcome, SignedIn):
                await act_first(writing, outcome, acts_first, door.at)
    except (rules.NoSuchLink, rules.LinkSpent, rules.LinkTooOld, rules.LinkElsewhere) as refusal:
        return _no_link_page(request, refusal)
    if isinstance(outcome, SignedIn):
        return come_in(door, outcome)
    if isinstance(outcome, WhoIsIt):
        missing = (
            NotValid("Type a code from your letter.", field="letter_code")
            if form.values.person
            else NotValid("Choose who you are.", field="person")
        )
        return _link_page(request, found, form.refused(missing))
    return _link_page(request, found, form.refused(outcome))


def _link_page(request: AnyRequest, found: LinkPage, form: Submission[UseLink] | None = None) -> Response[str]:
    if found.kind is LinkKind.SET_UP:
        found = LinkPage(LinkState.UNKNOWN)
    try:
        rules.refuse_link(found.state)
    except GovernError as refusal:
        return _no_link_page(request, refusal)
    return page(request, "identity/link.html", form=form, link=found)


def _no_link_page(request: AnyRequest, refusal: GovernError) -> Response[str]:
    return page(request, "identity/link_gone.html", status=status_of(refusal), sentence=refusal.message)


@get("/sign-in/letter", name="identity.letter", guards=[public])
async def letter(request: AnyRequest) -> Response[str]:
    return page(request, "identity/letter.html", next=next_of(request))


@post("/sign-in/letter", name="identity.use_letter", guards=[public])
async def use_letter(
    request: AnyRequest, society: Society, door: Door, acts_first: Acting
) -> Response[str] | Redirect:
    form = submitted(TypeLetterCode, await request.form(), door.language.say)
    next_path = rules.local_path(form.value("next"))
    if form.values is None:
        return page(request, "identity/letter.html", form=form, next=next_path)
    await knock(request, society, door)
    async with society.store.writing() as writing:
        outcome = await lifecycle.use_letter_code(
            writing,
            society.key("codes"),
            form.values.code,
            browser=browser_of(request, door, shared=form.values.shared),
            next_path=next_path,
            at=door.at,
        )
        if isinstance(outcome, SignedIn):
            await act_first(writing, outcome, acts_first, door.at)
    if isinstance(outcome, SignedIn):
        return come_in(door, outcome)
    return page(request, "identity/letter.html", form=form.refused(outcome), next=next_path)
