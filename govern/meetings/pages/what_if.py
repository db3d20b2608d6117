"""What if, for a quorum: so many here, so many represented; would the meeting be able to decide, and why.

Nothing is kept, and the address holds numbers only. It stands beside the votes' own what-if pages.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Response, get
from litestar.datastructures import FormMultiDict
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.pages.what_if import (
    HERE,
    Choice,
    chosen_of,
    filled_from,
    number_form,
    preparer,
    seats_filled,
    version_lines,
    versions,
)
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.queries import InForce
from govern.constituencies.rulebook.rules import body_name, group_name
from govern.errors import NotFound
from govern.meetings import rules
from govern.meetings.pages.calling import picture_of
from govern.meetings.rules import GENERAL, Mode, Quorum
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Problem, Submission, submitted
from govern.web.page import page

GROUP_COLUMNS = ("roll", "here")
BODY_COLUMNS = ("filled", "here")


@get("/office/what-if/quorum", name="meetings.what_if", guards=[preparer])
async def what_if_quorum(request: AnyRequest, door: Door, reading: AsyncSession) -> Response[str]:
    """Without a body: the bodies that have a quorum. With one: its numbers, and whether it could decide."""
    asked = request.query_params
    found = await versions(reading, door)
    chosen = chosen_of(found, asked.get("rules", ""))
    body = asked.get("of", "")
    if not body:
        return _choose(request, door, found, chosen)
    row = chosen.rulebook.quorum_of(body)
    if row is None and body != GENERAL:
        raise NotFound("The rules name no quorum for this. Go back and choose another body.")
    return await _quorum_page(request, door, reading, found, chosen, body, FormMultiDict(list(asked.multi_items())))


def body_words(book: Rulebook, body: str, door: Door) -> str:
    if body == GENERAL:
        return door.language.say(Sentence("General meeting"))
    return body_name(book.body(body), door.language.code)


def _choose(request: AnyRequest, door: Door, found: Sequence[InForce], chosen: InForce) -> Response[str]:
    book, here = chosen.rulebook, door.here(f"{HERE}/quorum")
    rest = "" if chosen is found[0] else f"&rules={chosen.version_id}"
    bodies = [row.body for row in book.quorums if row.body == GENERAL or any(row.body == b.id for b in book.bodies)]
    return page(
        request,
        "meetings/what_if_choose.html",
        section="office",
        versions=version_lines(found, chosen, door, "", f"{HERE}/quorum"),
        bodies=[
            Choice(body_words(book, body, door), citation(f"quorum.{body}", book), f"{here}?of={body}{rest}")
            for body in bodies
        ],
    )


async def _quorum_page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    found: Sequence[InForce],
    chosen: InForce,
    body: str,
    sent: FormMultiDict,
) -> Response[str]:
    book, code = chosen.rulebook, door.language.code
    groups = tuple(group.id for group in book.voting_constituencies()) if body == GENERAL else ()
    form = submitted(quorum_form(groups), sent, door.language.say)
    if sent.get("fill"):
        form = filled_from(form, await _now(reading, door, book, body))
    tried = None
    if form.values is not None and any(name.startswith("here") for name in sent):
        tried, form = _tried(book, body, groups, form, door, adjourned="adjourned" in sent)
    row = book.quorum_of(body)
    return page(
        request,
        "meetings/what_if_quorum.html",
        section="office",
        form=form,
        body=body,
        title=body_words(book, body, door),
        clause=citation(f"quorum.{body}", book) if row is not None else None,
        versions=version_lines(found, chosen, door, f"of={body}", f"{HERE}/quorum"),
        rules="" if chosen is found[0] else str(chosen.version_id),
        groups=[(group.id, group_name(group, code)) for group in book.constituencies if group.id in groups],
        threads={group.id: group.thread for group in (door.face.groups if door.face else ())},
        may_be_represented=row is not None and bool({"proxy", "peer"} & set(row.counts)),
        may_be_put_off=row is not None and row.adjourned == "those_present",
        tried=tried,
        steps=() if tried is None else rules.quorum_steps(book, body, tried, adjourned="adjourned" in sent),
        picture=None if tried is None else picture_of(tried, door),
    )


def quorum_form(groups: tuple[str, ...]) -> type[msgspec.Struct]:
    columns = GROUP_COLUMNS if groups else BODY_COLUMNS
    return number_form(groups, columns, ("remote", "represented"))


def _tried(
    book: Rulebook, body: str, groups: tuple[str, ...], form: Submission[Any], door: Door, *, adjourned: bool
) -> tuple[Quorum | None, Submission[Any]]:
    """The quorum of what was typed, or the form with what cannot be."""
    assert form.values is not None
    typed: Mapping[str, int | None] = msgspec.structs.asdict(form.values)
    roll = {group: typed[f"roll_{group}"] or 0 for group in groups} or {"": typed["filled"] or 0}
    here = {group: typed[f"here_{group}"] or 0 for group in groups} or {"": typed["here"] or 0}
    remote, represented = typed["remote"] or 0, typed["represented"] or 0
    if wrong := list(_problems(roll, here, remote, represented)):
        return None, Submission(None, tuple(wrong), form.typed, door.language.say)
    found = rules.quorum(
        book.quorum_of(body),
        roll,
        modes={Mode.IN_PERSON: sum(here.values()) - remote, Mode.REMOTE: remote},
        groups=here,
        represented=represented,
        adjourned=adjourned,
        general=body == GENERAL,
    )
    return found, form


def _problems(roll: Mapping[str, int], here: Mapping[str, int], remote: int, represented: int) -> list[Problem]:
    """What cannot be, each beside its field."""
    wrong = [
        Problem(
            f"here_{group}" if group else "here",
            Sentence(
                "{here} are typed as here, of {roll} who may vote. Type at most so many.",
                here=number,
                roll=roll[group],
            ),
        )
        for group, number in here.items()
        if number > roll[group]
    ]
    if remote > sum(here.values()):
        wrong.append(
            Problem(
                "remote",
                Sentence("{n} cannot be on a screen: only {here} are here.", n=remote, here=sum(here.values())),
            )
        )
    if represented > sum(roll.values()) - sum(here.values()):
        wrong.append(
            Problem(
                "represented",
                Sentence(
                    "{n} cannot be represented: only {away} are not here.",
                    n=represented,
                    away=max(sum(roll.values()) - sum(here.values()), 0),
                ),
            )
        )
    if not any(roll.values()):
        wrong.append(Problem("", Sentence("Type how many people may vote.")))
    return wrong


async def _now(reading: AsyncSession, door: Door, book: Rulebook, body: str) -> dict[str, int]:
    """The numbers of today: who may vote, in their groups, or the seats filled."""
    if body != GENERAL:
        return {"filled": await seats_filled(reading, door, book, body)}
    electors = Counter(elector.constituency for elector in await register.electorate(reading, door.at))
    return {f"roll_{group}": number for group, number in electors.items()}


HANDLERS = [what_if_quorum]
