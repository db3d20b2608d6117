"""Elections: seats from opened slips, one contest after the other, with the room under each cap carried on."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction

import msgspec

from govern.ballots.count import Candidate as Standing
from govern.ballots.count import Cap as CountCap
from govern.ballots.count import (
    Election,
    Floor,
    Paper,
    Result,
    Stage,
    TieRule,
    approval,
    block,
    carry,
    count,
    scottish,
)
from govern.ballots.count.telling.grid import standing_votes
from govern.ballots.count.telling.wording import stage_title
from govern.ballots.count.words import tie as tie_in_words
from govern.ballots.rules.inputs import CapInput, ContestInput, Inputs, Name, QuotaInput, Runner
from govern.ballots.rules.outcome import ElectionOutcome, Fate, Rule, StageOutcome
from govern.ballots.rules.shares import ShareLimit, cap_of, is_share
from govern.ballots.rules.stages import ContestKind, Method
from govern.ballots.rules.voting import PEERS
from govern.constituencies.boards.rules import who_is_counted
from govern.constituencies.rulebook.book import Rulebook, cap_limit, citation
from govern.constituencies.rulebook.book.tables import Cap
from govern.sentences import Sentence

_METHODS = {Method.STV: scottish.METHOD, Method.BLOCK_VOTE: block.METHOD, Method.APPROVAL: approval.METHOD}
_KNOWN_ATTRIBUTES = {
    "volunteer": Sentence("volunteer"),
    "employee": Sentence("employee"),
    "investor": Sentence("investor"),
}


def upper_caps(book: Rulebook, body: str) -> tuple[Cap, ...]:
    """The caps that can stop an election: an upper limit on the seats as established (invariants 10 and 14)."""
    return tuple(
        cap
        for cap in book.caps_on(body)
        if cap.of == "established" and (cap.max is not None or cap.max_count is not None)
    )


def refusing_quotas(book: Rulebook, body: str) -> tuple[Cap, ...]:
    """The quotas that an election keeps: a lower limit on the seats as established that refuses an appointment.

    Other quotas only open a breach, to be cured at the next general meeting (invariant 14): a count ignores them.
    """
    return tuple(
        cap
        for cap in book.caps_on(body)
        if cap.of == "established"
        and cap.on_breach == "block_appointment"
        and (cap.min is not None or cap.min_count is not None)
    )


def limits_on(book: Rulebook, body: str) -> tuple[Cap, ...]:
    """Every cap and quota that binds an election to a body."""
    return upper_caps(book, body) + refusing_quotas(book, body)


def is_capped(cap: Cap, attributes: tuple[str, ...], constituency: str) -> bool:
    """Whether somebody counts under a cap: by what is true of them, or by their group."""
    return (cap.attribute is not None and cap.attribute in attributes) or constituency in (cap.constituencies or ())


def cap_input(book: Rulebook, body: str, cap: Cap, held: int) -> CapInput:
    """A cap as the count takes it, with the places that people who go on sitting hold."""
    places = book.body(body).seats
    limit = cap_limit(cap, places)
    whole = limit if isinstance(limit, int) else limit.numerator // limit.denominator
    return CapInput(cap.id, cap.attribute or cap.id, whole, places, held)


def share_input(book: Rulebook, body: str, limit: ShareLimit, called: str) -> CapInput:
    """The limit of one organisation, team or row of seats as the count takes it."""
    return CapInput(limit.id, called, limit.limit, book.body(body).seats, limit.held)


def quota_input(book: Rulebook, body: str, quota: Cap, row: str, *, held: int, free: dict[str, int]) -> QuotaInput:
    """A quota as the count of one row takes it; `free` are the seats that nobody goes on holding, by row."""
    places = book.body(body).seats
    least = cap_limit(quota, places)
    whole = least if isinstance(least, int) else -(-least.numerator // least.denominator)
    others = {other: seats for other, seats in free.items() if other != row and _could_count(book, quota, other)}
    return QuotaInput(quota.id, whole, places, held, others)


def _could_count(book: Rulebook, quota: Cap, row: str) -> bool:
    """Whether somebody whom the quota counts could take a seat of this row."""
    return quota.constituencies is None or row == "any" or row in quota.constituencies


def retires(row: str, due_on: date | None, rows_elected: frozenset[str], on: date) -> bool:
    """Whether somebody leaves the seat with this election: their term is over, and their row is elected to."""
    return row in rows_elected and due_on is not None and due_on <= on


def elect(inputs: Inputs, book: Rulebook, name: Name, *, quorate: bool) -> dict[str, ElectionOutcome]:
    """Every election of a ballot, counted in order. Without a quorum the numbers stand and nobody is elected."""
    contests = {contest.id: contest for contest in inputs.contests if contest.kind is ContestKind.ELECTION}
    rooms: dict[str, tuple[CountCap, ...]] = {}
    met: dict[str, dict[str, int]] = {}
    filled: dict[str, Counter[str]] = defaultdict(Counter)
    found = {}
    for contest_id in inputs.order:
        contest = contests.get(contest_id)
        if contest is None:
            continue
        caps = rooms.get(contest.body) or tuple(_count_cap(cap) for cap in contest.caps)
        floors = _floors(contest, met.get(contest.body, {}), filled[contest.body], book)
        result = _count(contest, caps, floors, inputs)
        if quorate:
            rooms[contest.body] = carry(caps, result)
            met[contest.body] = {floor.category: floor.already_holding for floor in carry(floors, result)}
            filled[contest.body][contest.constituency] += len(result.elected)
        else:
            rooms[contest.body] = caps
        found[contest_id] = _outcome(contest, result, (*caps, *floors), book, name, quorate=quorate)
    return found


def _count_cap(cap: CapInput) -> CountCap:
    return CountCap(cap.id, cap.limit, cap.held, cap.places, _KNOWN_ATTRIBUTES.get(cap.what, cap.what))


def _floors(contest: ContestInput, met: dict[str, int], filled: Counter[str], book: Rulebook) -> tuple[Floor, ...]:
    """How many this contest must add to each quota: what is missing, but for the free seats that could still hold
    them. `met` are the places held after the contests before, `filled` the seats these gave, by row."""
    named = {cap.id: who_is_counted(book, cap) for cap in refusing_quotas(book, contest.body)}
    return tuple(
        Floor(
            quota.id,
            quota.least - sum(max(0, seats - filled[row]) for row, seats in quota.elsewhere.items()),
            met.get(quota.id, quota.held),
            quota.places,
            named.get(quota.id, quota.id),
        )
        for quota in contest.quotas
    )


def _count(contest: ContestInput, caps: tuple[CountCap, ...], floors: tuple[Floor, ...], inputs: Inputs) -> Result:
    method = Method.BLOCK_VOTE if contest.uncontested or contest.method is None else contest.method
    return count(msgspec.structs.replace(election_of(contest, inputs), caps=caps, floors=floors), _METHODS[method])


def election_of(contest: ContestInput, inputs: Inputs) -> Election:
    """What is counted, by its papers. Where nobody had to vote it is as if one paper named all; caps still bind."""
    times: dict[tuple[str, ...], int] = defaultdict(int)
    if contest.uncontested:
        times[tuple(runner.id for runner in contest.runners)] = 1
    for slips in contest.slips:
        for marks, number in slips.choices:
            times[marks] += number
    return Election(
        candidates=tuple(Standing(r.id, r.name, r.capped_by) for r in contest.runners),
        seats=contest.seats,
        papers=tuple(Paper(marks, times=number) for marks, number in sorted(times.items())),
        withdrawn=tuple(r.id for r in contest.runners if r.withdrawn),
        caps=tuple(_count_cap(cap) for cap in contest.caps),
        at_most=len(contest.runners) if contest.uncontested or contest.method is Method.APPROVAL else contest.seats,
        ties=(TieRule.BACKWARDS, TieRule.LOT),
        seed=bytes.fromhex(inputs.seed) if inputs.seed else None,
        contest=contest.id,
    )


def _outcome(
    contest: ContestInput,
    result: Result,
    limits: tuple[CountCap | Floor, ...],
    book: Rulebook,
    name: Name,
    *,
    quorate: bool,
) -> ElectionOutcome:
    votes = dict(zip((candidate.id for candidate in result.candidates), standing_votes(result), strict=True))
    fates = tuple(_fate(runner, votes[runner.id], result, name, quorate=quorate) for runner in contest.runners)
    elected = tuple(entry.name for entry in result.elected) if quorate else ()
    papers = sum(slips.number for slips in contest.slips)
    return ElectionOutcome(
        outcome=_in_one_sentence(elected, quorate=quorate),
        figure=_figure(result) if not contest.uncontested else None,
        needed=None if contest.uncontested else result.quota,
        method=(contest.method or Method.BLOCK_VOTE).value,
        body=contest.body,
        constituency=contest.constituency,
        seats=contest.seats,
        vacant=contest.seats - len(elected),
        uncontested=contest.uncontested,
        fates=fates,
        stages=() if contest.uncontested else tuple(stage_outcome(stage, result) for stage in result.stages),
        caps=tuple(_limit_sentence(limit, result, book, contest.body, quorate=quorate) for limit in limits),
        lots=tuple(tie_in_words(tie, {c.id: c.name for c in result.candidates}) for tie in result.ties),
        papers=papers,
        blank=0 if contest.uncontested else result.blank,
        spoilt=sum(slips.spoilt for slips in contest.slips) + result.void,
        rule=_rule(contest, book),
        serves_from=contest.serves_from,
        serves_until=contest.serves_until,
    )


def _in_one_sentence(elected: tuple[str, ...], *, quorate: bool) -> Sentence:
    if not quorate:
        return Sentence("Too few took part, so nobody is elected.")
    if not elected:
        return Sentence("Nobody is elected.")
    return Sentence("{names} is elected.", "{names} are elected.", len(elected), names=elected)


def _figure(result: Result) -> Sentence | None:
    if result.quota is None:
        return None
    needed = _plain(result.quota)
    if not result.valid:
        return Sentence("No paper chose anybody: lots alone decided. The society may prefer to hold it again.")
    return Sentence(
        "{papers} papers were counted. {votes}",
        papers=_plain(result.valid),
        votes=Sentence(
            "A person needed {quota} vote to be elected.",
            "A person needed {quota} votes to be elected.",
            1 if result.quota == 1 else 2,
            quota=needed,
        ),
    )


def _rule(contest: ContestInput, book: Rulebook) -> Rule:
    if contest.body == PEERS and not contest.uncontested:
        return Rule(
            Sentence(
                "First choices are counted first. If that person is in already, or cannot be, "
                "your vote goes to your next choice."
            ),
            citation("peer", book),
        )
    rows = [seat.constituency for seat in book.seats_of(contest.body)]
    places = [row for row, seat in enumerate(book.seats, 1) if seat.body == contest.body]
    row = places[rows.index(contest.constituency)] if contest.constituency in rows else 1
    clause = citation(f"seat.{row}", book)
    if contest.uncontested:
        sentence = Sentence("No more people stood than there were places, so they are elected without a vote.")
        return Rule(sentence, citation("elections.unopposed", book))
    if contest.method is Method.STV:
        return Rule(
            Sentence(
                "First choices are counted first. If that person is in already, or cannot be, "
                "your vote goes to your next choice."
            ),
            clause,
        )
    return Rule(Sentence("The people with the most votes are elected."), clause)


def _fate(runner: Runner, votes: tuple[Fraction | None, ...], result: Result, name: Name, *, quorate: bool) -> Fate:
    won = next((e for e in result.elected if e.candidate == runner.id), None)
    lost = next((n for n in result.not_elected if n.candidate == runner.id), None)
    if won is None:
        said = lost.reason if lost is not None else Sentence("not elected")
    elif not quorate:
        said = Sentence("not elected: too few took part")
    elif won.by_lot:
        said = Sentence("elected, by lot")
    else:
        said = Sentence("elected")
    return Fate(
        candidate=runner.id,
        person=runner.person,
        name=runner.name,
        group=runner.constituency,
        group_name=name(runner.constituency),
        attributes=runner.attributes,
        elected=won is not None and quorate,
        by_lot=won is not None and won.by_lot,
        stage=won.stage if won is not None else (lost.stage if lost is not None else None),
        said=said,
        votes=votes,
    )


def stage_outcome(stage: Stage, result: Result) -> StageOutcome:
    """One stage as it is kept and shown."""
    return StageOutcome(
        number=stage.number,
        title=stage_title(stage, result),
        sentences=stage.why,
        elected=stage.elected,
        excluded=stage.excluded,
        moved=stage.moved,
        transfers=stage.transfers,
        no_next_choice=stage.non_transferable,
    )


def _limit_sentence(limit: CountCap | Floor, result: Result, book: Rulebook, body: str, *, quorate: bool) -> Rule:
    """The cap or the quota before and after this contest."""
    clause = citation(f"cap.{cap_of(limit.category)}", book)
    places = limit.of or book.body(body).seats
    if isinstance(limit, Floor):
        met = carry((limit,), result)[0] if quorate else limit
        least = next(cap_limit(cap, places) for cap in book.caps_on(body) if cap.id == limit.category)
        return Rule(
            Sentence(
                "At least {limit} of the {places} seats are for {what}. "
                "They held {held} before this election, and hold {now} now.",
                limit=least,
                places=places,
                what=limit.name,
                held=limit.already_holding,
                now=met.already_holding,
            ),
            clause,
        )
    now = carry((limit,), result)[0] if quorate else limit
    if is_share(limit.category):
        return Rule(
            Sentence(
                "{what}: at most {limit} of the {places} places. "
                "They held {held} before this election, and hold {now} now.",
                what=limit.name,
                limit=limit.limit,
                places=places,
                held=limit.already_holding,
                now=now.already_holding,
            ),
            clause,
        )
    said = Sentence(
        "At most {limit} of the {places} may be {what}. {held} were before this election, {now} are now.",
        limit=limit.limit,
        places=places,
        what=_plural(limit.name),
        held=limit.already_holding,
        now=now.already_holding,
    )
    return Rule(said, clause)


def _plural(what: str | Sentence) -> str | Sentence:
    return {
        "volunteer": Sentence("volunteers"),
        "employee": Sentence("employees"),
        "investor": Sentence("investors"),
    }.get(str(what), what)


def _plain(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number


__all__ = [
    "cap_input",
    "elect",
    "election_of",
    "is_capped",
    "limits_on",
    "quota_input",
    "refusing_quotas",
    "retires",
    "share_input",
    "stage_outcome",
    "upper_caps",
]
