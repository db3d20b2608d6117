"""The check page: what was chosen, the code of the sealed envelope, and where it can be sent or opened as a test."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response
from litestar.response import Redirect

from govern.ballots.forms import Move
from govern.ballots.paper.booth import AnyBooth
from govern.ballots.paper.drafts import Draft, Marks, Moved, is_ranked, moved
from govern.ballots.paper.views import ContestView
from govern.ballots.rules import YES, ContestKind
from govern.ballots.rules.supporting import HELP_WORDS
from govern.sentences import Sentence
from govern.web.door import AnyRequest
from govern.web.forms import Submission, submitted
from govern.web.page import page, static

Answer = Response[str] | Redirect


class Choice(msgspec.Struct, frozen=True):
    """Somebody in a ranked list, as its buttons name them."""

    key: str
    name: str
    picture: str = ""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One contest on the check page. `left` are those who were not chosen; `more` leads to one more place."""

    contest: ContestView
    number: int
    ranked: bool
    answered: bool
    choices: tuple[Choice, ...]
    left: tuple[str, ...]
    more: str
    names: tuple[str, ...]
    picture: str
    photo: bool
    question: str
    about: str
    address: str
    room: bool


class JustMoved(msgspec.Struct, frozen=True):
    """What the last button of a list did, in words for the status line. `place` counts from 1."""

    way: str
    name: str
    place: int


class Leads(msgspec.Struct, frozen=True):
    """Where a form of the check page leads, and what it carries there."""

    action: str
    fields: dict[str, str]


async def move(request: AnyRequest, booth: AnyBooth) -> Answer:
    """One button of a ranked list."""
    if booth.draft is None:
        return booth.go(booth.at("receipt") if booth.over else booth.place_at(1))
    return await move_one(request, booth, booth.draft)


async def move_one(request: AnyRequest, booth: AnyBooth, draft: Draft) -> Answer:
    """At the edge of the list it does nothing; nothing else is ever moved."""
    form = submitted(Move, await request.form(), booth.door.language.say)
    way, _, option = (form.values.move if form.values else "").partition(":")
    for contest in booth.paper.contests:
        before = draft.marks(contest)
        after = moved(before, way, option) if is_ranked(contest) else before
        if after != before:
            return booth.go(booth.at("check"), draft.moving(contest, after, Moved(way, option)))
    return booth.go(booth.at("check"))


def check_page(
    request: AnyRequest,
    booth: AnyBooth,
    draft: Draft,
    codes: tuple[str, ...],
    cast: Leads,
    test: Leads | None,
    why_again: Sentence | None = None,
    status: int = 200,
    form: Submission[Any] | None = None,
) -> Response[str]:
    """The page, with the choices kept in the browser. `codes` are those of the envelopes that `cast` carries."""
    answer = page(
        request,
        "ballots/check_press.html" if booth.door.look.one_press else "ballots/check.html",
        status=status,
        section="votes",
        form=form,
        **booth.whose(),
        helps=[(help.value, words) for help, words in HELP_WORDS.items()],
        what=[said(booth, draft, number) for number in range(1, len(booth.paper.contests) + 1)],
        moved=just_moved(booth, draft),
        codes=codes,
        secrecy=booth.paper.level_said,
        about_secrecy="" if booth.practice else booth.door.here(f"ballots/{booth.paper.ballot_id}/secrecy"),
        why_again=why_again,
        action=booth.at("check"),
        cast=cast,
        test=test,
        back=booth.place_at(len(booth.paper.contests)),
        stop=booth.at(),
    )
    booth.keep(answer, draft.told())
    return answer


def said(booth: AnyBooth, draft: Draft, number: int) -> Said:
    """One contest as the check page says it: what was chosen, and as a fact who was not (service-standard.md P7)."""
    contest = booth.contest(number)
    marks = draft.marks(contest)
    names = {str(person.id): person.name for person in contest.candidates}
    ranked = is_ranked(contest) and bool(marks)
    left = tuple(p.name for p in contest.candidates if not p.withdrawn and str(p.id) not in marks)
    more = ranked and bool(left) and len(marks) < contest.at_most
    return Said(
        contest=contest,
        number=number,
        ranked=ranked,
        answered=draft.has(contest),
        choices=tuple(Choice(mark, names.get(mark, "")) for mark in marks) if ranked else (),
        left=left,
        more=booth.place_at(number, len(marks) + 1) if more else "",
        names=_in_words(booth, contest, marks, names),
        picture=_picture(contest, marks, booth.door.here),
        photo=contest.kind is ContestKind.OPTION,
        question=contest.question or contest.title,
        about=booth.door.language.say(Sentence("your answer about {title}", title=contest.title)),
        address=booth.place_at(number),
        room=contest.kind is ContestKind.ELECTION and not is_ranked(contest) and 0 < len(marks) < contest.at_most,
    )


def _in_words(booth: AnyBooth, contest: ContestView, marks: Marks, names: dict[str, str]) -> Marks:
    if contest.kind is ContestKind.RESOLUTION:
        return tuple(booth.door.language.say(Sentence("Yes") if mark == YES else Sentence("No")) for mark in marks)
    return tuple(names[mark] for mark in marks)


def _picture(contest: ContestView, marks: Marks, here: Callable[[str], str]) -> str:
    if contest.kind is ContestKind.OPTION:
        return next((here(one.picture) for one in contest.candidates if one.picture and str(one.id) in marks), "")
    if contest.kind is not ContestKind.RESOLUTION or not marks:
        return ""
    return static(f"vendor/symbols/openmoji-{'yes' if marks[0] == YES else 'no'}.svg")


def just_moved(booth: AnyBooth, draft: Draft) -> JustMoved | None:
    if draft.moved is None:
        return None
    for contest in booth.paper.contests:
        for person in contest.candidates:
            if str(person.id) == draft.moved.option:
                marks = draft.marks(contest)
                place = marks.index(draft.moved.option) + 1 if draft.moved.option in marks else 0
                return JustMoved(draft.moved.way, person.name, place)
    return None
