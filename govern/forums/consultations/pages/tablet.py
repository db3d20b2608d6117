"""The page that works without a connection, and what its scripts ask for: what is taken along, and what comes back.

The page itself is the same for everybody and holds nothing of anybody: a browser keeps it. Its service worker reaches
this one page and no other: the answer that carries it says so. Everything it sends carries the token of its address.
"""

import base64
import json
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.enums import MediaType
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.forms.tablet import SentForm, TakeForm, TheTabletForm
from govern.forums.consultations.lifecycle import Written
from govern.forums.consultations.models import Through
from govern.forums.consultations.pages.along import bundle_of
from govern.forums.consultations.queries import kitchen
from govern.forums.consultations.rules import (
    ADAPTATION_WORDS,
    CONFIDENCE_WORDS,
    EVIDENCE_WORDS,
    GIVEN_WORDS,
    STANCE_WORDS,
    Part,
    check_part,
)
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.headers import INSTALLABLE
from govern.web.page import STATIC, page, static
from govern.web.visitor import Visitor

asker = holding(Permission.CONSULT)
HOME = "/facilitate/tablet"
SCRIPTS = (
    *("tablet.js", "page.js", "seal.js", "store.js", "draft.js", "films.js"),
    *("showing.js", "sitting.js", "together.js", "sending.js"),
)
#: What the page needs beside its own scripts, so that it looks the same where there is no signal.
LOOKS = ("tokens", "frame", "fields", "parts", "numbers", "office", "media", "tablet")
FONTS = tuple(
    f"vendor/fonts/ahn-{subset}-{weight}.woff2" for subset in ("latin", "latin-ext") for weight in (400, 700)
)
#: A picture of the page or a text of it that changed makes another version, and the worker fetches all anew.
PROFILE_WORDS = {
    "best_way": Sentence("What works best"),
    "works": Sentence("What works"),
    "works_not": Sentence("What does not work"),
    "supporters": Sentence("Who supports them"),
    "sign_yes": Sentence("Their sign for yes"),
    "sign_no": Sentence("Their sign for no"),
    "sign_stop": Sentence("Their sign for stop"),
    "posture": Sentence("How they sit or lie best"),
    "time_of_day": Sentence("The best time of day"),
}


@get(HOME, name="kitchen.page", guards=[asker])
async def the_page(request: AnyRequest) -> Response[str]:
    return _with_policy(_shell(request))


def _shell(request: AnyRequest) -> Response[str]:
    return page(
        request,
        "consultations/tablet.html",
        section="forums",
        given=[(one.value, words) for one, words in GIVEN_WORDS.items()],
        evidence=[(one.value, words) for one, words in EVIDENCE_WORDS.items()],
        confidence=[(one.value, words) for one, words in CONFIDENCE_WORDS.items()],
        ways=[(one.value, words) for one, words in ADAPTATION_WORDS.items()],
        stances=[(one.value, words) for one, words in STANCE_WORDS.items()],
        profile_words=list(PROFILE_WORDS.items()),
    )


def _with_policy(answer: Response[str]) -> Response[str]:
    answer.headers["content-security-policy"] = INSTALLABLE
    return answer


# --- What the browser keeps: the scripts, the worker, the manifest --------------------------------------------------


@get(HOME + "/{script_name:str}", name="kitchen.script", guards=[asker])
async def script(request: AnyRequest, door: Door, script_name: str) -> Response[str]:
    """A script of this page. They stand below its address, so that the worker's reach ends with it."""
    if script_name == "worker.js":
        return _worker(door, _shell(request).content)
    if script_name not in SCRIPTS:
        raise NotFound("There is no such part of this page. Go back to the page itself.")
    return Response(_script(script_name), media_type="text/javascript; charset=utf-8")


@lru_cache
def _script(name: str) -> str:
    return (STATIC / "tablet" / name).read_text("utf-8")


def _worker(door: Door, shell: str) -> Response[str]:
    """The service worker with the list of what it keeps; a new text is a new version to the browser."""
    home = door.here(HOME)
    looks = ["vendor/govuk.css", *(f"look/{name}.css" for name in LOOKS), "favicon.svg"]
    fonts = [f"/static/{name}" for name in FONTS]
    files = [*(f"{home}/{name}" for name in SCRIPTS), *(static(name) for name in looks), *fonts]
    version = sha256("\n".join((shell, *(_script(name) for name in SCRIPTS), *files)).encode()).hexdigest()[:16]
    head = f"const VERSION = {json.dumps(version)};\nconst PAGE = {json.dumps(home)};\n"
    head += f"const FILES = {json.dumps(files)};\n\n"
    answer = Response(head + _script("worker.js"), media_type="text/javascript; charset=utf-8")
    answer.headers["service-worker-allowed"] = home
    return _with_policy(answer)


@get(HOME + "/manifest.webmanifest", name="kitchen.manifest", guards=[asker])
async def manifest(door: Door) -> Response[str]:
    """By it a browser offers to put the page beside the other things on the tablet."""
    home, say = door.here(HOME), door.language.say
    society = door.face.name if door.face else ""
    told = {
        "name": f"{say(Sentence('Asking without a connection'))}, {society}",
        "short_name": say(Sentence("Asking")),
        "lang": door.language.code,
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#fbf8f6",
        "theme_color": "#4f1b45",
        "icons": [
            *(
                {"src": static(f"tablet/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
                for size in (192, 512)
            ),
            {"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return Response(json.dumps(told, ensure_ascii=False), media_type="application/manifest+json")


# --- What the scripts ask -------------------------------------------------------------------------------------------


def _told(content: dict[str, object], status: int = 200) -> Response[bytes]:
    return Response(msgspec.json.encode(content), media_type=MediaType.JSON, status_code=status)


def _refused(door: Door, refusal: GovernError | Sentence) -> Response[bytes]:
    words = refusal.message if isinstance(refusal, GovernError) else refusal
    return _told({"refused": door.language.say(words)}, 422)


@get(HOME + "/now", name="kitchen.now", guards=[asker])
async def now(reading: AsyncSession, door: Door, visitor: Visitor) -> Response[bytes]:
    """The tokens of this session for what is sent, and which tablets of theirs are still good."""
    mine = await kitchen.tablets(reading, visitor.person_id)
    tokens = {act: door.form_token(f"{HOME}/{act}") for act in ("take", "send", "end")}
    return _told({**tokens, "ends": {str(one.id): True for one in mine if one.ended_at is None}})


@post(HOME + "/take", name="kitchen.take", guards=[asker])
async def take(request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor) -> Response[bytes]:
    """The open questions somebody asks in, with whom they ask. The words that seal it on the tablet are told once."""
    form: Submission[TakeForm] = submitted(TakeForm, await request.form(), door.language.say)
    if form.values is None:
        return _told({"refused": form.problems[0][1]}, 422)
    before = form.values.instead_of
    async with store.writing() as writing:
        taken = await lifecycle.take_along(
            writing, society.key("codes"), instead_of=before, by=visitor.person_id, at=door.at
        )
        await lifecycle.note_looks_along(writing, by=visitor.person_id, at=door.at)
    spoken = tuple(door.face.languages) if door.face else ("en",)
    async with store.reading() as reading:
        bundle = await bundle_of(reading, society, visitor.person_id, door.at, spoken)
    return _told(
        {
            "tablet_id": str(taken.tablet_id),
            "public_key": base64.b64encode(taken.public_key).decode(),
            "words": " ".join(taken.words),
            "bundle": bundle,
        }
    )


@post(HOME + "/send", name="kitchen.send", guards=[asker])
async def send(request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor) -> Response[bytes]:
    """One sitting as it was sealed. It is kept once, however often it comes; what is refused says why."""
    form: Submission[SentForm] = submitted(SentForm, await request.form(), door.language.say)
    if form.values is None:
        return _told({"refused": form.problems[0][1]}, 422)
    sent, by = form.values, visitor.person_id
    try:
        async with store.writing() as writing:
            plain = await lifecycle.opened(
                writing, society.key("codes"), sent.tablet_id, sent.sent_id, sent.sealed, by=by, at=door.at
            )
            written = _read(plain)
            await _check_asks(writing, written, by, door)
            await lifecycle.take_in(
                writing, sent.sent_id, written, through=Through.DEVICE, led_by=by, by=by, at=door.at
            )
    except GovernError as refusal:
        return _refused(door, refusal)
    return _told({"kept": str(sent.sent_id)})


def _read(plain: bytes) -> Written:
    """Raises `NotValid` for what this page never writes."""
    try:
        return msgspec.json.decode(plain, type=Written)
    except msgspec.DecodeError:
        raise NotValid("Something is missing in what was written down on the tablet. Ask the person again.") from None


async def _check_asks(reading: AsyncSession, written: Written, person_id: UUID, door: Door) -> None:
    """The gate, and whom they ask: others' people come by others' hands. A consultation may have closed meanwhile."""
    found = await queries.consultation(
        reading, written.consultation_id, person_id, day_of(door.at), door.language.code
    )
    check_part(found.part, Part.ASKS)
    if found.part < Part.RUNS:
        await kitchen.check_asker(reading, written.consultation_id, written.person_id, person_id)


@post(HOME + "/end", name="kitchen.end", guards=[asker])
async def end(request: AnyRequest, door: Door, store: Store, visitor: Visitor) -> Response[bytes]:
    """ "Finish and clear" where there is a signal: the key goes here too."""
    form: Submission[TheTabletForm] = submitted(TheTabletForm, await request.form(), door.language.say)
    if form.values is None:
        return _told({"refused": form.problems[0][1]}, 422)
    try:
        async with store.writing() as writing:
            await lifecycle.end_tablet(writing, form.values.tablet_id, any_of=False, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        return _refused(door, refusal)
    return _told({"ended": str(form.values.tablet_id)})


HANDLERS = [the_page, script, manifest, now, take, send, end]
