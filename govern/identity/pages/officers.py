"""How officers come in: set-up once, password and authenticator or passkey each time, the second step again when it
matters."""

from litestar import Response, get, post
from litestar.response import Redirect
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from govern.documents.pictures.drawing import Caption
from govern.documents.qr import qr
from govern.errors import GovernError, NotAllowed
from govern.identity import lifecycle, queries, rules
from govern.identity.forms import OfficerSignIn, OfficerSignInByPasskey, SetUp, StepUp, StepUpByPasskey
from govern.identity.lifecycle import SignedIn, passwords
from govern.identity.pages import questions
from govern.identity.pages.entering import SameTime, browser_of, come_in, knock, next_of, site_of
from govern.identity.queries import LinkPage, OfficerProof, PersonView
from govern.identity.rules import LinkKind, LinkState, WrongTry
from govern.society import Society
from govern.web.cookies import set_cookie
from govern.web.door import AnyRequest, Door
from govern.web.errors import status_of
from govern.web.forms import Submission, submitted
from govern.web.guards import public, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/sign-in/officer", name="identity.officer", guards=[public])
async def officer(request: AnyRequest, society: Society, door: Door) -> Response[str]:
    return _officer_page(request, society, door, request.query_params.get("next", ""))


@post("/sign-in/officer", name="identity.officer_sign_in", guards=[public])
async def officer_sign_in(request: AnyRequest, society: Society, door: Door) -> Response[str] | Redirect:
    """The password is checked between two transactions, so that its 40 ms hold nobody up."""
    sent = await request.form()
    if sent.get("passkey"):
        return await _by_passkey(request, society, door, submitted(OfficerSignInByPasskey, sent, door.language.say))
    form = submitted(OfficerSignIn, sent, door.language.say)
    next_path = form.value("next")
    if form.values is None:
        return _officer_page(request, society, door, next_path, form)
    await knock(request, society, door)
    async with SameTime():
        proof = await _fitting(society, form.values.email, form.values.password)
        async with society.store.writing() as writing:
            outcome = await lifecycle.sign_in_officer(
                writing,
                society.key("codes"),
                email=form.values.email,
                person_id=proof.person_id,
                hash_seen=proof.hash,
                code=form.values.code,
                browser=browser_of(request, door),
                next_path=next_path or None,
                at=door.at,
            )
    if isinstance(outcome, SignedIn):
        return come_in(door, outcome)
    return _officer_page(request, society, door, next_path, form.refused(outcome))


async def _by_passkey(
    request: AnyRequest, society: Society, door: Door, form: Submission[OfficerSignInByPasskey]
) -> Response[str] | Redirect:
    next_path = form.value("next")
    if form.values is None:
        return _officer_page(request, society, door, next_path, form)
    await knock(request, society, door)
    try:
        async with SameTime():
            shown = questions.shown(form.values.passkey, door)
            proof = await _fitting(society, form.values.email, form.values.password)
            async with society.store.writing() as writing:
                outcome = await lifecycle.sign_in_with_passkey(
                    writing,
                    society.key("codes"),
                    email=form.values.email,
                    person_id=proof.person_id,
                    hash_seen=proof.hash,
                    shown=shown,
                    browser=browser_of(request, door),
                    next_path=next_path or None,
                    at=door.at,
                )
    except (rules.ChallengeGone, NotAllowed) as refusal:
        return _officer_page(request, society, door, next_path, form.refused(refusal))
    if isinstance(outcome, SignedIn):
        return come_in(door, outcome)
    return _officer_page(request, society, door, next_path, form.refused(outcome))


def _officer_page(
    request: AnyRequest,
    society: Society,
    door: Door,
    next_path: str,
    form: Submission[OfficerSignIn] | Submission[OfficerSignInByPasskey] | None = None,
) -> Response[str]:
    passkey = questions.to_sign_in(society, door)
    return page(request, "identity/officer.html", form=form, next=next_path, passkey=passkey)


async def _fitting(society: Society, email: str, password: str) -> OfficerProof:
    """The officer of this address whose password this is, or nobody; the same work either way."""
    async with society.store.reading() as reading:
        proofs = await queries.officer_proofs(reading, email)
    fitting = OfficerProof(None, None)
    for proof in proofs:
        if await passwords.fits(proof.hash, password):
            fitting = proof
    return fitting


@get("/step-up", name="identity.step_up_page", guards=[signed_in])
async def step_up_page(request: AnyRequest, visitor: Visitor, society: Society, door: Door) -> Response[str]:
    """An officer types a code from the authenticator, or uses a passkey. A member has neither, and comes in anew by a
    link or a letter: that is as much as signing in ever asks of members (security.md 7.1)."""
    if visitor.officer_session:
        return await _step_up_page(request, visitor, society, door, next_of(request))
    async with society.store.reading() as reading:
        me = await queries.person(reading, visitor.person_id)
    return page(request, "identity/step_up_member.html", next=next_of(request), email=me.email)


@post("/step-up", name="identity.step_up", guards=[signed_in])
async def step_up(request: AnyRequest, visitor: Visitor, society: Society, door: Door) -> Response[str] | Redirect:
    sent = await request.form()
    say = door.language.say
    form: Submission[StepUp] | Submission[StepUpByPasskey] = (
        submitted(StepUpByPasskey, sent, say) if sent.get("passkey") else submitted(StepUp, sent, say)
    )
    next_path = rules.local_path(form.value("next"))
    if form.values is None:
        return await _step_up_page(request, visitor, society, door, next_path, form)
    try:
        outcome = await _stepped_up(visitor, society, door, form.values)
    except (rules.ChallengeGone, NotAllowed) as refusal:
        return await _step_up_page(request, visitor, society, door, next_path, form.refused(refusal))
    if isinstance(outcome, WrongTry):
        return await _step_up_page(request, visitor, society, door, next_path, form.refused(outcome))
    answer = Redirect(door.here(next_path), status_code=303)
    answer.set_cookie(set_cookie(door.cookie("s"), outcome, secure=door.settings.secure))
    return answer


async def _stepped_up(
    visitor: Visitor, society: Society, door: Door, sent: StepUp | StepUpByPasskey
) -> str | WrongTry:
    key, who, session = society.key("codes"), visitor.person_id, visitor.session_id
    if isinstance(sent, StepUpByPasskey):
        shown = questions.shown(sent.passkey, door)
        async with society.store.writing() as writing:
            return await lifecycle.step_up_with_passkey(writing, key, who, session, shown, at=door.at)
    async with society.store.writing() as writing:
        return await lifecycle.step_up(writing, key, who, session, sent.code, at=door.at)


async def _step_up_page(
    request: AnyRequest,
    visitor: Visitor,
    society: Society,
    door: Door,
    next_path: str,
    form: Submission[StepUp] | Submission[StepUpByPasskey] | None = None,
) -> Response[str]:
    async with society.store.reading() as reading:
        passkeys = await queries.passkeys_of(reading, visitor.person_id)
    passkey = questions.to_step_up(society, door, passkeys)
    return page(request, "identity/step_up.html", form=form, next=next_path, passkey=passkey)


@get("/set-up/{token:str}", name="identity.set_up_page", guards=[public])
async def set_up_page(
    request: AnyRequest, token: str, reading: AsyncSession, society: Society, door: Door
) -> Response[str]:
    """The authenticator's secret belongs to the link, so looking stores nothing."""
    found = await queries.link_page(reading, token, None, door.at)
    return _set_up_page(request, society, door, token, found)


@post("/set-up/{token:str}", name="identity.set_up", guards=[public])
async def set_up(request: AnyRequest, token: str, society: Society, door: Door) -> Response[str] | Redirect:
    form = submitted(SetUp, await request.form(), door.language.say)
    await knock(request, society, door)
    async with society.store.reading() as reading:
        found = await queries.link_page(reading, token, None, door.at)
    if form.values is None or found.person is None or found.kind is not LinkKind.SET_UP:
        return _set_up_page(request, society, door, token, found, form)
    try:
        rules.check_new_password(form.values.password, own_words=own_words(found.person, door))
        password_hash = await passwords.hashed(form.values.password)
        async with society.store.writing() as writing:
            outcome = await lifecycle.set_up(
                writing,
                society.key("codes"),
                token,
                password_hash=password_hash,
                code=form.values.code,
                browser=browser_of(request, door),
                site=site_of(door),
                at=door.at,
            )
    except (rules.LinkSpent, rules.LinkTooOld, rules.NoSuchLink) as refusal:
        return page(request, "identity/link_gone.html", status=status_of(refusal), sentence=refusal.message)
    except rules.WeakPassword as refusal:
        return _set_up_page(request, society, door, token, found, form.refused(refusal))
    if isinstance(outcome, SignedIn):
        return come_in(door, outcome)
    return _set_up_page(request, society, door, token, found, form.refused(outcome))


def _set_up_page(
    request: AnyRequest,
    society: Society,
    door: Door,
    token: str,
    found: LinkPage,
    form: Submission[SetUp] | None = None,
) -> Response[str]:
    state = found.state if found.kind is LinkKind.SET_UP else LinkState.UNKNOWN
    try:
        rules.refuse_link(state)
    except GovernError as refusal:
        return page(request, "identity/link_gone.html", status=status_of(refusal), sentence=refusal.message)
    assert found.person is not None
    secret = lifecycle.secret_for(society.key("codes"), token)
    return page(
        request,
        "identity/set_up.html",
        form=form,
        token=token,
        person=found.person,
        picture=to_scan(secret, found.person, door),
        secret=rules.grouped(secret),
        least=rules.SHORTEST_PASSWORD,
    )


def to_scan(secret: str, person: PersonView, door: Door) -> Markup:
    """The picture from which an authenticator takes a secret."""
    text = lifecycle.scan_text(secret, account=person.email or person.name, issuer=site_of(door).name)
    caption = Caption(door.language.gettext("A code to scan with your authenticator"), "")
    return qr(text, caption, prefix="scan")


def own_words(person: PersonView, door: Door) -> tuple[str, ...]:
    """Words others would try first: names, the address, the society."""
    mailbox = (person.email or "").partition("@")[0]
    return (*person.name.split(), mailbox, *site_of(door).name.split(), site_of(door).society)
