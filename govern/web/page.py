"""`page()`: the one way to answer with HTML. Renders a template in the language of the request, inside the frame."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import msgspec
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from litestar import Response
from litestar.enums import MediaType
from markupsafe import Markup

from govern.languages import LANGUAGES, OWN_NAMES, Language
from govern.sentences import Sentence, decimal
from govern.web.cookies import set_cookie
from govern.web.door import FORM_FIELD, AnyRequest, Door, door_of
from govern.web.forms import Submission

PACKAGE = Path(__file__).parent.parent
STATIC = PACKAGE / "static"
#: The first part of a template's name, and the room whose `templates/` folder it stands in.
ROOMS = {
    "web": "web",
    "identity": "identity",
    "rulebook": "constituencies/rulebook",
    "register": "constituencies/register",
    "boards": "constituencies/boards",
    "representation": "constituencies/representation",
    "ballots": "ballots",
    "meetings": "meetings",
    "gatherings": "forums/gatherings",
    "activities": "forums/activities",
    "recommendations": "forums/recommendations",
    "circles": "forums/circles",
    "purses": "forums/purses",
    "consultations": "forums/consultations",
    "minutes": "minutes/book",
    "search": "minutes/search",
    "returns": "minutes/returns",
    "papers": "minutes/papers",
    "desks": "desks",
    "post": "post",
    "documents": "documents",
    "booth": "booth",
}


class OtherLanguage(msgspec.Struct, frozen=True):
    """A link to this same page in another language."""

    code: str
    name: str
    url: str


class Leaf(msgspec.Struct, frozen=True):
    """A day as a leaf of a calendar shows it; hidden from screen readers, the words beside it say it in full."""

    weekday: str
    day: int
    month: str


@lru_cache
def environment(code: str) -> Environment:
    """One Jinja environment a language: overlays would share their gettext (service-standard.md 9.1)."""
    language = LANGUAGES[code]
    # The templates of `web` itself stand in `templates/web/`.
    rooms = PrefixLoader(
        {
            name: FileSystemLoader([PACKAGE / folder / "templates", PACKAGE / folder / "templates" / name])
            for name, folder in ROOMS.items()
        }
    )
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=rooms,
        cache_size=-1,  # there are more templates than Jinja keeps by itself; compiling one takes as long as a page
        finalize=lambda value: language.say(value) if isinstance(value, Sentence) else value,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    for name in ("gettext", "ngettext"):
        made.globals[name] = _joined(language, cast("Callable[..., str]", made.globals[name]))
    made.globals.update(lang=code, say=language.say, static=static)
    made.filters.update(_filters(language))
    return made


def _joined(language: Language, filled: Callable[..., str]) -> Callable[..., str]:
    """Jinja's own way to fill a text's gaps, and then as the language writes what came together."""

    @pass_context
    def text(context: Context, *words: str | int, **values: object) -> str:
        return language.joined(filled(context, *words, **values))

    return text


def _filters(language: Language) -> dict[str, Callable[..., object]]:
    return {
        "day": language.day,
        "day_short": language.day_short,
        "moment": language.moment,
        "clock": language.clock,
        "digits": language.digits,
        "time": language.time,
        "number": language.number,
        "month": language.month,
        "share": share,
        "decimal": language.decimal,
        "listed": language.listed,
        "first_up": first_up,
        "as_sentence": as_sentence,
        "leaf": lambda moment: leaf(language, moment),
    }


def share(part: Fraction) -> str:
    """A share of 1 as points of 100: 87/160 is "54.375"."""
    return decimal(part * 100)


def first_up(words: str) -> str:
    """The same words with a capital at the beginning: what stands by itself in a list."""
    return words[:1].upper() + words[1:]


def as_sentence(words: str | None) -> str:
    """What somebody typed, told as a sentence: "joined by application" is "Joined by application."."""
    told = first_up((words or "").strip())
    return told if not told or told[-1] in ".!?…" else f"{told}."


def leaf(language: Language, moment: date | datetime) -> Leaf:
    local = moment.astimezone(language.zone) if isinstance(moment, datetime) else moment
    return Leaf(language.weekday(moment), local.day, language.month(moment)[:3])


@lru_cache(maxsize=512)
def static(path: str) -> str:
    """The address of a file under `static/`, with a mark of its content so that browsers may keep it for ever."""
    mark = sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={mark}"


def page(
    request: AnyRequest,
    template: str,
    *,
    status: int = 200,
    section: str | None = None,
    form: Submission[Any] | None = None,
    **context: object,
) -> Response[str]:
    """The finished page. With a `form` that has problems the status is 422 and the title begins with "Error:".

    `section` marks the current link of the top row: home, votes, forums, meetings, rules or office.
    """
    door = door_of(request)
    if form is not None and form.problems and status == 200:
        status = form.status
    html = (
        environment(door.language.code)
        .get_template(template)
        .render(
            **_frame(door, request.url.path, request.url.query),
            section=section,
            status=status,
            form=form,
            **context,
        )
    )
    answer = Response(html, media_type=MediaType.HTML, status_code=status)
    if door.pre_session_is_new and door.pre_session is not None:
        name = door.cookie("p")
        answer.set_cookie(set_cookie(name, door.pre_session, secure=door.settings.secure))
    way = door.gives_way()
    if way is not None:
        # Without a script: a page that nobody uses gives way to one that shows nothing of whoever was here.
        answer.headers["refresh"] = f"{way[0]}; url={way[1]}"
    return answer


def render(template: str, language: str, **context: object) -> str:
    """A template outside a page: mails and papers."""
    return environment(language).get_template(template).render(**context)


def _frame(door: Door, path: str, query: str) -> dict[str, object]:
    society = door.face

    def csrf(action: str) -> Markup:
        if "://" in action:  # a form of the other process takes no token of ours
            return Markup()
        purpose = action.removeprefix(door.here()) or "/"
        return Markup('<input type="hidden" name="{}" value="{}">').format(FORM_FIELD, door.form_token(purpose))

    return {
        "society": society,
        "visitor": door.visitor,
        "look": door.look,
        "here": door.here,
        "csrf": csrf,
        "languages": _other_languages(door, path, query),
        "path": path,
        "at": door.at,
        "demo": door.settings.demo,
        "rehearsal": door.rehearsal,
        "apart": door.apart,
    }


def _other_languages(door: Door, path: str, query: str) -> tuple[OtherLanguage, ...]:
    spoken = door.face.languages if door.face else tuple(LANGUAGES)
    after = path.removeprefix(f"/{door.language.code}")
    tail = f"?{query}" if query else ""
    return tuple(
        OtherLanguage(code, OWN_NAMES[code], f"/{code}{after}{tail}")
        for code in spoken
        if code in LANGUAGES and code != door.language.code
    )
