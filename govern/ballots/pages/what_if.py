"""What if: before a meeting the secretary tries numbers against the rules and reads what would come of them.

Nothing is kept: the address holds the kind of vote and the numbers, nothing of a person, and can be kept or sent on.
Beside the rules in force stand those that take effect later; `versions` is the one place that knows which there are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any

import msgspec
from litestar import Response, get
from litestar.datastructures import FormMultiDict
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding import Side
from govern.ballots.deciding.turning import Move
from govern.ballots.pages import numbers
from govern.ballots.pages.result import Pictures, threads_of
from govern.ballots.rules import ResolutionOutcome, Rule, what_if
from govern.ballots.rules.what_if import BodyNumbers, Numbers, Where
from govern.constituencies.boards import queries as boards
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.plain import decision_name
from govern.constituencies.rulebook.queries import InForce
from govern.constituencies.rulebook.rules import body_name, group_name
from govern.errors import GovernError, NotFound
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Ask, Problem, Submission, submitted
from govern.web.guards import holding
from govern.web.page import page

MOST = 1_000_000
HERE = "office/what-if"
COLUMNS = ("roll", "for", "against", "blank")
BODY_COLUMNS = ("filled", "present", "for", "against", "blank")
ASKED = Ask(unreadable="Type a whole number, like 12.", least=0, most=MOST)
preparer = holding(Permission.BALLOT_PREPARE)

WAYS = {
    Where.BALLOT: Sentence("In a vote with papers"),
    Where.HANDS: Sentence("By hands in a meeting"),
    Where.OUTSIDE: Sentence("In a vote outside any meeting"),
    Where.SECOND: Sentence("At the second meeting, which confirms"),
}
MOVES = {
    Move.MORE_FOR: Sentence("More who vote for"),
    Move.FEWER_AGAINST: Sentence("Fewer who vote against"),
    Move.AGAINST_TO_FOR: Sentence("Who change from against to for"),
    Move.MORE_AGAINST: Sentence("More who vote against"),
    Move.FEWER_FOR: Sentence("Fewer who vote for"),
    Move.FOR_TO_AGAINST: Sentence("Who change from for to against"),
}
SIDES = ((Side.FOR.value, Sentence("For")), (Side.AGAINST.value, Sentence("Against")))


class VersionLine(msgspec.Struct, frozen=True):
    """A version of the rules one can try: its address adds `query`."""

    words: Sentence
    query: str
    chosen: bool


class Choice(msgspec.Struct, frozen=True):
    """A kind of vote to choose: its name, its rule, its address."""

    name: str
    clause: Sentence
    address: str


class TurnLine(msgspec.Struct, frozen=True):
    """One group in the table of what would turn it: for each move how many, or None."""

    id: str
    name: str
    numbers: tuple[int | None, ...]


class Answered(msgspec.Struct, frozen=True):
    """A resolution as the result page's parts take it: one contest, its quorum, nothing else."""

    resolution: ResolutionOutcome
    quorum: Rule | None = None


# --- Which rules ----------------------------------------------------------------------------------------------------


async def versions(reading: AsyncSession, door: Door) -> tuple[InForce, ...]:
    """The rules in force, then those that take effect later, the nearest first."""
    today = door.at.date()
    now = await rulebooks.in_force(reading, today)
    later = [one for one in await rulebooks.history(reading) if one.effective_from > today]
    to_come = sorted(later, key=lambda one: (one.effective_from, one.number))
    return (now, *[await rulebooks.version(reading, one.id) for one in to_come if one.id != now.version_id])


def chosen_of(found: Sequence[InForce], wanted: str) -> InForce:
    """The version the address names, else the one in force. Raises NotFound."""
    if not wanted:
        return found[0]
    for one in found:
        if str(one.version_id) == wanted:
            return one
    raise NotFound("These rules cannot be tried. Go back and choose from the rules in force and those to come.")


def version_lines(
    found: Sequence[InForce], chosen: InForce, door: Door, what: str, path: str = HERE
) -> list[VersionLine]:
    lines = []
    for place, one in enumerate(found):
        words = (
            Sentence("Rules in force, version {number}", number=one.number)
            if place == 0
            else Sentence("Rules from {day} on, version {number}", day=one.effective_from, number=one.number)
        )
        query = "&".join(part for part in (what, f"rules={one.version_id}" if place else "") if part)
        lines.append(VersionLine(words, f"{door.here(path)}?{query}" if query else door.here(path), one is chosen))
    return lines


# --- The pages ------------------------------------------------------------------------------------------------------


@get("/office/what-if", name="ballots.what_if", guards=[preparer])
async def what_if_page(request: AnyRequest, door: Door, reading: AsyncSession) -> Response[str]:
    """Without a kind of vote: what there is to try. With one: its numbers, and what comes of them."""
    asked = request.query_params
    found = await versions(reading, door)
    chosen = chosen_of(found, asked.get("rules", ""))
    sent = FormMultiDict(list(asked.multi_items()))
    if kind := asked.get("kind", ""):
        chosen.rulebook.resolution(kind)
        return await _kind_page(request, door, reading, found, chosen, kind, sent)
    if body := asked.get("body", ""):
        chosen.rulebook.body(body)
        return await _body_page(request, door, reading, found, chosen, body, sent)
    return _choose_page(request, door, found, chosen)


def _choose_page(request: AnyRequest, door: Door, found: Sequence[InForce], chosen: InForce) -> Response[str]:
    book, code, here = chosen.rulebook, door.language.code, door.here(HERE)
    rest = "" if chosen is found[0] else f"&rules={chosen.version_id}"
    return page(
        request,
        "ballots/what_if.html",
        section="office",
        versions=version_lines(found, chosen, door, ""),
        kinds=[
            Choice(
                kind_name(book, kind.id, door),
                citation(f"resolution.{kind.id}", book),
                f"{here}?kind={kind.id}{rest}",
            )
            for kind in book.resolutions
        ],
        bodies=[
            Choice(body_name(body, code), citation(f"body.{body.id}", book), f"{here}?body={body.id}{rest}")
            for body in book.bodies
        ],
        quorum=f"{here}/quorum" + (f"?rules={chosen.version_id}" if rest else ""),
    )


def kind_name(book: Rulebook, kind: str, door: Door) -> str:
    name = decision_name(book, kind, door.language.code)
    return name if isinstance(name, str) else door.language.say(name)


async def _kind_page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    found: Sequence[InForce],
    chosen: InForce,
    kind: str,
    sent: FormMultiDict,
) -> Response[str]:
    book, code, say = chosen.rulebook, door.language.code, door.language.say
    groups = [group.id for group in book.voting_constituencies()]
    where = next((way for way in what_if.ways(book, kind) if way.value == sent.get("where")), Where.BALLOT)
    sent = FormMultiDict([*sent.multi_items(), ("where", where.value)])
    presence = what_if.asks_presence(book, kind, where)
    columns = (*COLUMNS, "present") if presence else COLUMNS
    names = {group.id: group_name(group, code) for group in book.constituencies}
    form = submitted(number_form(tuple(groups), columns), sent, say)
    if sent.get("fill"):
        form = filled_from(form, await _present_roll(reading, door))
    tried = None
    if form.values is not None and any(f"for_{group}" in sent for group in groups):
        typed = [_numbers(form.values, group) for group in groups]
        if wrong := [Problem(*one) for one in what_if.problems(typed, presence=presence)]:
            form = Submission(None, tuple(wrong), form.typed, say)
        else:
            tried = what_if.tried(book, kind, where, typed, lambda group: names[group], _side(sent))
    raised = book.voting.class_may_raise_to
    return page(
        request,
        "ballots/what_if_kind.html",
        section="office",
        form=form,
        kind=kind,
        title=kind_name(book, kind, door),
        clause=citation(f"resolution.{kind}", book),
        versions=version_lines(found, chosen, door, f"kind={kind}"),
        rules="" if chosen is found[0] else str(chosen.version_id),
        ways=[(way.value, say(WAYS[way])) for way in what_if.ways(book, kind)],
        where=where.value,
        sides=[(side, say(words)) for side, words in SIDES] if book.voting.tie == "chair_casting" else [],
        groups=[(group, names[group]) for group in groups],
        barred=book.barred_from(kind),
        columns=columns,
        tried=tried,
        one=None if tried is None else Answered(tried.resolution),
        result=None if tried is None else Answered(tried.resolution, tried.quorum),
        pictures=Pictures() if tried is None else _pictures(door, tried.resolution),
        threads=threads_of(door),
        turns=() if tried is None else turn_lines(tried, names),
        moves=() if tried is None or not tried.turns else [say(MOVES[move]) for move in tried.turns[0].moves],
        raise_to=kind_name(book, raised, door) if raised and raised != kind else "",
        raise_address=f"{door.here(HERE)}?kind={raised}",
        raise_rule=citation("voting.class_may_raise_to", book),
    )


async def _body_page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    found: Sequence[InForce],
    chosen: InForce,
    body: str,
    sent: FormMultiDict,
) -> Response[str]:
    book, say = chosen.rulebook, door.language.say
    form = submitted(number_form((), BODY_COLUMNS), sent, say)
    if sent.get("fill"):
        form = filled_from(form, {"filled": await seats_filled(reading, door, book, body)})
    tried = None
    if form.values is not None and "for" in sent:
        try:
            tried = what_if.tried_in_body(book, body, _body_numbers(form.values), _side(sent))
        except GovernError as refusal:
            form = form.refused(refusal)
    return page(
        request,
        "ballots/what_if_body.html",
        section="office",
        form=form,
        body=body,
        title=body_name(book.body(body), door.language.code),
        clause=citation(f"body.{body}", book),
        versions=version_lines(found, chosen, door, f"body={body}"),
        rules="" if chosen is found[0] else str(chosen.version_id),
        sides=[(side, say(words)) for side, words in SIDES] if book.body(body).tie == "chair_casting" else [],
        consent=what_if.consents_first(book, body),
        tried=tried,
        moves=[] if tried is None else [(say(MOVES[move]), number) for move, number in tried.turns.items()],
    )


# --- Numbers as they are typed --------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def number_form(
    groups: tuple[str, ...], columns: tuple[str, ...], more: tuple[str, ...] = ()
) -> type[msgspec.Struct]:
    """One number for each group and column ("for_staff"), or for each column where no groups are, and `more`."""
    names = [f"{column}_{group}" for group in groups for column in columns] if groups else list(columns)
    names += more
    fields: list[tuple[str, Any, Any]] = [(name, Annotated[int | None, ASKED], None) for name in names]
    return msgspec.defstruct("NumberForm", fields, frozen=True)


def _numbers(values: msgspec.Struct, group: str) -> Numbers:
    typed: Mapping[str, int | None] = msgspec.structs.asdict(values)

    def of(column: str) -> int:
        return typed.get(f"{column}_{group}") or 0

    present = typed.get(f"present_{group}")
    return Numbers(
        group=group, roll=of("roll"), for_=of("for"), against=of("against"), blank=of("blank"), present=present
    )


def _body_numbers(values: msgspec.Struct) -> BodyNumbers:
    typed: Mapping[str, int | None] = msgspec.structs.asdict(values)
    filled, present, for_, against, blank = (typed.get(column) or 0 for column in BODY_COLUMNS)
    return BodyNumbers(filled=filled, present=present, for_=for_, against=against, blank=blank)


def _side(sent: FormMultiDict) -> Side | None:
    return next((side for side in Side if side.value == sent.get("chair")), None)


def filled_from(form: Submission[Any], known: Mapping[str, int]) -> Submission[Any]:
    """What was typed, with numbers that are known filled in."""
    typed = {name: form.value(name) for name in form.typed}
    return Submission.blank(**(typed | {name: str(number) for name, number in known.items()}))


async def _present_roll(reading: AsyncSession, door: Door) -> dict[str, int]:
    """How many could vote today, in the group in which each is counted."""
    electors = Counter(elector.constituency for elector in await register.electorate(reading, door.at))
    return {f"roll_{group}": number for group, number in electors.items()}


async def seats_filled(reading: AsyncSession, door: Door, book: Rulebook, body: str) -> int:
    """The seats filled today that have a vote."""
    silent = {seat.constituency for seat in book.seats_of(body) if not seat.seat_vote}
    sitting = await boards.sitting(reading, body, door.at.date())
    return sum(one.constituency not in silent for one in sitting)


# --- The answer -----------------------------------------------------------------------------------------------------


def _pictures(door: Door, found: ResolutionOutcome) -> Pictures:
    say, threads = door.language.say, threads_of(door)
    strip: Markup | None = numbers.strip_of(found, threads, say, "try")
    return Pictures(shares=strip, weights=numbers.weights_of(found, threads, say, "try"))


def turn_lines(tried: what_if.Tried, names: Mapping[str, str]) -> tuple[TurnLine, ...]:
    return tuple(TurnLine(turn.group, names[turn.group], tuple(turn.moves.values())) for turn in tried.turns)


HANDLERS = [what_if_page]
