"""The installation's own front door: which society, whether the service is well, the founding of the first one."""

import asyncio
import hmac

from litestar import Response, get, post
from litestar.enums import MediaType
from litestar.response import Redirect

from govern import founding, migrations
from govern.constituencies.rulebook.book import example_names
from govern.constituencies.rulebook.plain.examples import EXAMPLES
from govern.constituencies.rulebook.queries import find_face
from govern.desks.forms import FirstSociety
from govern.errors import GovernError, NotAllowed, NotFound
from govern.settings import Settings
from govern.society import REHEARSAL, Societies
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import public
from govern.web.page import page


@get("/healthz", name="healthz", guards=[public], media_type=MediaType.TEXT)
async def healthz() -> str:
    """The process is alive."""
    return "alive"


def _unchecked(request: AnyRequest) -> None:
    """Nothing is changed here, so there is no form to check."""


@post("/healthz", name="healthz.post", guards=[public], status_code=204, before_request=_unchecked)
async def healthz_post() -> None:
    """The same for probes that POST; also what `make bench` compares casting with."""


@get("/readyz", name="readyz", guards=[public], media_type=MediaType.TEXT)
async def readyz(societies: Societies) -> Response[str]:
    """Every society's database answers and stands at this version's newest step."""
    behind = []
    for short in societies.names():
        society = await societies.find(short)
        try:
            at = await asyncio.to_thread(migrations.stands_at, society.database_url)
        except Exception:
            at = "unreachable"
        if at != migrations.newest():
            behind.append(short)
    text = "ready" if not behind else f"not ready: {len(behind)} of the societies' databases"
    return Response(text, media_type=MediaType.TEXT, status_code=503 if behind else 200)


@get(["/", "/{lang:str}"], name="front", guards=[public])
async def front(
    request: AnyRequest, door: Door, societies: Societies, lang: str | None = None
) -> Response[str] | Redirect:
    """The list of societies, or straight to the only one. Whoever rehearses comes by the rehearsal's own address."""
    code = door.language.code
    if lang is not None and lang != code:
        raise NotFound("The address may be old or mistyped. Go to the home page and choose from there.")
    names = [short for short in societies.names() if not short.endswith(REHEARSAL)]
    if not names:
        return Redirect(f"/{code}/first-run", status_code=303)
    if len(names) == 1:
        return Redirect(f"/{code}/{names[0]}", status_code=303)
    listed = []
    for short in names:
        face = await find_face(await societies.find(short), code)
        listed.append((face.name, f"/{code if code in face.languages else face.languages[0]}/{short}", ""))
    return page(request, "desks/societies.html", societies=sorted(listed))


@get("/{lang:str}/first-run", name="first_run", guards=[public])
async def first_run(request: AnyRequest, societies: Societies) -> Response[str]:
    _only_once(societies)
    return _first_run(request, None)


@post("/{lang:str}/first-run", name="first_run.found", guards=[public])
async def found(request: AnyRequest, door: Door, settings: Settings, societies: Societies) -> Response[str]:
    _only_once(societies)
    form = submitted(FirstSociety, await request.form(), door.language.say)
    if form.values is None:
        return _first_run(request, form)
    wanted = form.values
    try:
        if not hmac.compare_digest(
            wanted.code.strip().upper().encode(), founding.first_run_code(settings.home).encode()
        ):
            raise NotAllowed(
                "This is not the code that the server printed. Look at the server's terminal.", field="code"
            )
        terms = founding.Founding(wanted.name, wanted.short, wanted.rules, wanted.officer, wanted.email)
        token = await founding.found(settings, terms, at=door.at)
    except GovernError as refusal:
        return _first_run(request, form.refused(refusal))
    link = f"/{door.language.code}/{wanted.short}/set-up/{token}"
    return page(request, "desks/founded.html", link=link)


def _only_once(societies: Societies) -> None:
    if societies.names():
        raise NotFound("There is a society here already. Others are founded on the server, with govern found.")


def _first_run(request: AnyRequest, form: Submission[FirstSociety] | None) -> Response[str]:
    templates = [(name, EXAMPLES[name].title, EXAMPLES[name].about) for name in example_names()]
    return page(request, "desks/first_run.html", form=form, templates=templates)


HANDLERS = [healthz, healthz_post, readyz, front, first_run, found]
