"""A count from the published documents alone: manifest, facts and slips in, the result as one document out.

Nothing here looks into a rulebook or a register: the manifest states each rule resolved. The service makes
`result.json` of the bundle with this, and whoever checks a bundle makes it again and compares bytes (V21).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from govern.ballots.count import Candidate, Cap, Election, Floor, Paper, Result, TieRule, approval, block, scottish
from govern.ballots.count import count as count_election
from govern.ballots.count.result import Standing
from govern.ballots.deciding import (
    Abstentions,
    Base,
    Basis,
    CapBasis,
    CollegeResult,
    Colleges,
    EmptyCollege,
    Group,
    Op,
    Question,
    Rule,
    Side,
    Threshold,
    Tie,
    Turnout,
    decide,
)
from govern.ballots.rules.inputs import groups_of
from govern.ballots.seal.canonical import Document, Plain, fraction_to_text, to_text
from govern.ballots.seal.contests import ContestEntry
from govern.ballots.seal.documents import Manifest
from govern.ballots.seal.facts import ContestFacts, Facts, FloorFact
from govern.ballots.seal.fields import Fields
from govern.ballots.seal.slips import Papers
from govern.errors import NotValid

_OUT = (Standing.WITHDRAWN, Standing.EXCLUDED)
_METHODS = {"stv": scottish.METHOD, "av": scottish.METHOD, "block_vote": block.METHOD, "approval": approval.METHOD}


class NoSuchRule(NotValid):
    """The manifest names a rule that this program does not know."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What came out of the envelopes and off the papers: slips by contest and style; who voted, by style; by which
    ways but a voter's own; where the chair used a casting vote; the end of the log."""

    log_size: int
    log_root: bytes
    roll: Mapping[str, int]
    voted: Mapping[str, int]
    ways: Mapping[str, int]
    slips: Mapping[tuple[str, str], Papers]
    chair: Mapping[str, Side] = field(default_factory=dict)

    def of(self, contest: ContestEntry, manifest: Manifest) -> dict[str, Papers]:
        """Style -> the slips of this contest, in the manifest's order of styles."""
        return {
            style.id: self.slips[contest.id, style.id] for style in manifest.styles if contest.id in style.contests
        }


def result_of(manifest: Manifest, facts: Facts, opened: Opened) -> Document:
    """The result of a ballot as one document (docs/bundle.md, section 8). Raises NoSuchRule, NotThisDocument."""
    quorate = facts.quorum is None or facts.quorum.reached_by(sum(opened.voted.values()))
    told = {entry.contest: entry for entry in facts.contests}
    elections = _elect(manifest, facts, opened, quorate=quorate)
    contests: list[Plain] = []
    for contest in manifest.contests:
        found = opened.of(contest, manifest)
        if contest.id in elections:
            outcome = _election_document(contest, elections[contest.id], quorate=quorate)
        elif contest.rule_id == "option":
            outcome = _choice_document(contest, found)
        else:
            question = question_of(contest, told[contest.id], opened.roll, found, opened.chair.get(contest.id))
            outcome = _resolution_document(question, quorate=quorate)
        contests.append({"contest": contest.id, "slips": _slips(contest, found), "outcome": outcome})
    return {
        "ballot_id": manifest.ballot_id,
        "manifest_hash": to_text(manifest.hash()),
        "log_size": opened.log_size,
        "log_root": to_text(opened.log_root),
        "roll": dict(opened.roll),
        "voted": dict(opened.voted),
        "ways": dict(opened.ways),
        "quorate": quorate,
        "contests": contests,
    }


def _slips(contest: ContestEntry, found: Mapping[str, Papers]) -> list[Plain]:
    """Style by style, each choice as option numbers, in order."""
    place = {option.id: number for number, option in enumerate(contest.options, start=1)}
    rows: list[Plain] = []
    for style, papers in found.items():
        choices = sorted(([place[mark] for mark in marks], number) for marks, number in papers.choices)
        made: list[Plain] = [{"marks": [*marks], "number": number} for marks, number in choices]
        rows.append({"style": style, "choices": made, "spoilt": papers.spoilt})
    return rows


# --- Resolutions ----------------------------------------------------------------------------------------------------


def question_of(
    contest: ContestEntry,
    told: ContestFacts,
    roll: Mapping[str, int],
    slips: Mapping[str, Papers],
    chair: Side | None = None,
) -> Question:
    """A resolution put as a question, from the rule that the manifest states."""
    fields = Fields("rule", dict(contest.rule_params))
    rule, groups = _rule(Fields("rule", fields.group("rule"))), [_GroupRule(part) for part in fields.parts("groups")]
    several, basis = fields.flag("classes"), fields.word("cap_basis", CapBasis)
    colleges = _colleges(Fields("colleges", fields.group("colleges"))) if fields.has("colleges") else None
    fields.done()
    first = {group.id: [style for style in roll if groups_of(style)[0] == group.id] for group in groups}
    named = {group.id: [style for style in roll if group.id in groups_of(style)] for group in groups}
    return Question(
        rule=rule,
        groups=tuple(group.with_votes(contest, told, roll, slips, first[group.id]) for group in groups),
        classes=tuple(group.with_votes(contest, told, roll, slips, named[group.id]) for group in groups if several),
        colleges=colleges,
        cap_basis=basis,
        chair=chair,
    )


class _GroupRule:
    """A group's part in the rule."""

    def __init__(self, document: Plain) -> None:
        fields = Fields("group", document)
        self.id, self.barred = fields.text("id", 64), fields.flag("barred")
        self.weight = fields.fraction("weight") if fields.has("weight") else None
        self.ceiling = fields.fraction("ceiling") if fields.has("ceiling") else None
        fields.done()

    def with_votes(
        self,
        contest: ContestEntry,
        told: ContestFacts,
        roll: Mapping[str, int],
        slips: Mapping[str, Papers],
        styles: list[str],
    ) -> Group:
        papers = [slips[style] for style in styles if style in slips]
        for_, against = (option.id for option in contest.options)
        return Group(
            id=self.id,
            name=self.id,
            entitled=sum(roll[style] for style in styles),
            for_=sum(found.number_of(for_) for found in papers),
            against=sum(found.number_of(against) for found in papers),
            blank=sum(found.blank for found in papers),
            weight=self.weight,
            ceiling=self.ceiling,
            barred=self.barred,
            present=told.present.get(self.id, 0) if told.present else None,
        )


def _rule(fields: Fields) -> Rule:
    rule = Rule(
        threshold=Threshold(fields.word("op", Op), fields.fraction("of"), fields.word("base", Base)),
        basis=fields.word("basis", Basis),
        abstentions=fields.word("abstentions", Abstentions),
        tie=fields.word("tie", Tie),
        each_class=_share(Fields("rule", fields.group("each_class"))) if fields.has("each_class") else None,
        turnout=_turnout(Fields("turnout", fields.group("turnout"))) if fields.has("turnout") else None,
    )
    fields.done()
    return rule


def _share(fields: Fields) -> Threshold:
    share = Threshold(fields.word("op", Op), fields.fraction("of"))
    fields.done()
    return share


def _turnout(fields: Fields) -> Turnout:
    turnout = Turnout(
        fields.word("op", Op),
        fields.fraction("of"),
        fields.flag("blank_counts"),
        fields.whole("least") if fields.has("least") else None,
    )
    fields.done()
    return turnout


def _colleges(fields: Fields) -> Colleges:
    colleges = Colleges(
        result=fields.word("result", CollegeResult),
        vacant=fields.word("vacant", EmptyCollege),
        silent=fields.word("silent", EmptyCollege),
        ceiling=fields.fraction("ceiling") if fields.has("ceiling") else None,
    )
    fields.done()
    return colleges


def _resolution_document(question: Question, *, quorate: bool) -> Document:
    decision = decide(question)
    threshold = question.rule.threshold
    return {
        "carried": decision.carried and quorate,
        "reached": fraction_to_text(decision.for_share),
        "needed": fraction_to_text(threshold.of),
        "more_than": threshold.op is Op.GT,
    }


# --- Elections and choices ------------------------------------------------------------------------------------------


def _elect(manifest: Manifest, facts: Facts, opened: Opened, *, quorate: bool) -> dict[str, Result]:
    """Every election, counted in order, with the room under each cap and what each floor still needs carried on
    from one contest of a body to the next. Without a quorum nobody is elected, so nothing is carried."""
    told = {entry.contest: entry for entry in facts.contests}
    contests = {contest.id: contest for contest in manifest.contests}
    won: dict[str, Counter[str]] = defaultdict(Counter)
    filled: dict[str, Counter[str]] = defaultdict(Counter)
    results = {}
    for contest in (contests[id_] for id_ in facts.order):
        if contest.rule_id not in _METHODS:
            continue
        rule, fact = _ElectionRule(contest), told[contest.id]
        caps = rule.caps({cap.id: cap.held for cap in fact.caps}, won[rule.body])
        floors = tuple(_floor(floor, won[rule.body], filled[rule.body]) for floor in fact.floors)
        slips = opened.of(contest, manifest)
        election = _election(contest, fact, slips, rule, caps, floors, facts, unopposed=not slips)
        result = count_election(election, _METHODS[contest.rule_id] if slips else block.METHOD)
        if quorate:
            for elected in result.elected:
                won[rule.body].update(rule.categories(elected.candidate, fact.floors))
            filled[rule.body][rule.constituency] += len(result.elected)
        results[contest.id] = result
    return results


def cap_options(contest: ContestEntry) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The caps of an election by id, each with the options that count under it. Raises NotThisDocument."""
    return _ElectionRule(contest).capped


class _ElectionRule:
    """An election's rule as the manifest states it."""

    def __init__(self, contest: ContestEntry) -> None:
        fields = Fields("rule", dict(contest.rule_params))
        self.body, self.constituency = fields.text("body", 64), fields.text("constituency", 64)
        fields.maybe_empty("lots_commitment", 64)
        self._caps = [_cap_rule(Fields("cap", part)) for part in fields.parts("caps")]
        fields.done()

    def caps(self, held: Mapping[str, int], won: Counter[str]) -> tuple[Cap, ...]:
        """With the places held before this ballot, and those won in it so far."""
        return tuple(Cap(id_, limit, held.get(id_, 0) + won[id_], places) for id_, limit, places, _ in self._caps)

    @property
    def capped(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((id_, options) for id_, _, _, options in self._caps)

    def categories(self, option: str, floors: tuple[FloorFact, ...]) -> tuple[str, ...]:
        capped = (id_ for id_, _, _, options in self._caps if option in options)
        return (*capped, *(floor.id for floor in floors if option in floor.options))


def _cap_rule(fields: Fields) -> tuple[str, int, int, tuple[str, ...]]:
    rule = fields.text("id", 200), fields.whole("limit"), fields.whole("places"), fields.texts("options")
    fields.done()
    return rule


def _floor(floor: FloorFact, won: Counter[str], filled: Counter[str]) -> Floor:
    """What is missing, but for the free seats of other rows that could still hold such people."""
    later = sum(max(0, seats - filled[row]) for row, seats in floor.elsewhere.items())
    return Floor(floor.id, floor.least - later, floor.held + won[floor.id], floor.places)


def _election(
    contest: ContestEntry,
    fact: ContestFacts,
    slips: Mapping[str, Papers],
    rule: _ElectionRule,
    caps: tuple[Cap, ...],
    floors: tuple[Floor, ...],
    facts: Facts,
    *,
    unopposed: bool,
) -> Election:
    """What is counted. Of an election on nobody's paper it is as if one paper named all; caps and floors bind."""
    times: Counter[tuple[str, ...]] = Counter()
    if unopposed:
        times[tuple(option.id for option in contest.options)] = 1
    for papers in slips.values():
        times.update(dict(papers.choices))
    return Election(
        candidates=tuple(
            Candidate(option.id, option.id, rule.categories(option.id, fact.floors)) for option in contest.options
        ),
        seats=contest.seats,
        papers=tuple(Paper(marks, times=number) for marks, number in sorted(times.items())),
        withdrawn=fact.withdrawn,
        caps=caps,
        floors=floors,
        at_most=len(contest.options) if unopposed else contest.at_most,
        ties=(TieRule.BACKWARDS, TieRule.LOT),
        seed=facts.seed,
        contest=contest.id,
    )


def _election_document(contest: ContestEntry, result: Result, *, quorate: bool) -> Document:
    """Options as numbers in the paper's order; who is elected in the order in which they were."""
    number = {option.id: place for place, option in enumerate(contest.options, start=1)}
    by_stages = result.method == scottish.METHOD
    elected: list[Plain] = [
        {"option": number[one.candidate], "stage": one.stage, "by_lot": one.by_lot}
        for one in (result.elected if quorate else ())
    ]
    stages: list[Plain] = [
        {
            "votes": [
                "" if standing in (_OUT if by_stages else _OUT[:1]) else fraction_to_text(votes)
                for votes, standing in zip(stage.votes, stage.standing, strict=True)
            ],
            "lost": fraction_to_text(stage.non_transferable if by_stages else Fraction(0)),
        }
        for stage in (result.stages if by_stages else result.stages[-1:])
    ]
    quota: Document = {} if result.quota is None else {"quota": fraction_to_text(result.quota)}
    return {"elected": elected, "stages": stages} | quota


def _choice_document(contest: ContestEntry, slips: Mapping[str, Papers]) -> Document:
    counts = [sum(papers.number_of(option.id) for papers in slips.values()) for option in contest.options]
    return {"counts": list(counts)}
