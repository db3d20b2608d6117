"""The count of a whole ballot from its slips and facts: what `result.json` has to say (docs/bundle.md, 8 and 9).

MIT licence; standard library only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from fractions import Fraction

from govern.ballots.verifier.electing import Elected, most_marks, transferable
from govern.ballots.verifier.limiting import Limits
from govern.ballots.verifier.reading import Doc, Plain, Refusal, digest, spelled, written
from govern.ballots.verifier.resolving import Motion, Votes, check_rule, verdict
from govern.ballots.verifier.shapes import Shape, fit
from govern.ballots.verifier.slips import Marks

RULE_OF_ELECTION: Shape = {
    "body": "text",
    "constituency": "text",
    "lots_commitment": "text",
    "caps": [{"id": "label", "limit": "count", "places": "count", "options": ["text"]}],
}
RANKED, MARKED = ("stv", "av"), ("block_vote", "approval")


@dataclass(frozen=True, slots=True)
class Box:
    """The slips of one contest and style: how often each choice stands there, and how many are spoilt."""

    choices: Counter[Marks]
    spoilt: int

    @property
    def all(self) -> int:
        return sum(self.choices.values()) + self.spoilt


@dataclass(slots=True)
class Tally:
    """What the count is made of. `roll` and `voted` are numbers of people by style."""

    manifest: Doc
    facts: Doc
    boxes: dict[tuple[str, str], Box]
    roll: dict[str, int]
    voted: dict[str, int]
    #: contest -> the side of the chair's casting vote
    chair: dict[str, str]
    #: body, and cap or floor -> contest -> options elected there that come under it, of the contests counted already
    under: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    #: body and row of seats -> how many were elected there, in the contests counted already
    seated: dict[tuple[str, str], int] = field(default_factory=dict)
    outcomes: dict[str, Plain] = field(default_factory=dict)

    def styles_of(self, contest: str) -> list[Doc]:
        return [style for style in self.manifest.docs("styles") if contest in style.texts("contests")]

    def quorate(self) -> bool:
        if not self.facts.has("quorum"):
            return True
        quorum = self.facts.doc("quorum")
        if quorum.text("of") == "ballot":
            if quorum.has("counted") or quorum.has("quorate"):
                raise Refusal("the quorum of a ballot is counted, not told")
            return sum(self.voted.values()) >= quorum.number("required")
        if quorum.flag("quorate") and quorum.number("counted") < quorum.number("required"):
            raise Refusal("the meeting is said to be quorate with fewer than are required")
        return quorum.flag("quorate")

    def count(self) -> list[Plain]:
        """Every contest in the order that the facts give; the entries in the manifest's order."""
        contests = {contest.text("id"): contest for contest in self.manifest.docs("contests")}
        told = {entry.text("contest"): entry for entry in self.facts.docs("contests")}
        if list(told) != list(contests) or len(told) != len(self.facts.all("contests")):
            raise Refusal("the facts do not have one entry for every contest, in order")
        if sorted(self.facts.texts("order")) != sorted(contests):
            raise Refusal("the facts do not give an order of all contests")
        _check_seed(self.facts, list(contests.values()))
        for contest in self.facts.texts("order"):
            self.outcomes[contest] = self._outcome(contests[contest], told[contest])
        return [
            {"contest": contest, "slips": self._slips(contest), "outcome": self.outcomes[contest]}
            for contest in contests
        ]

    def _slips(self, contest: str) -> list[Plain]:
        rows: list[Plain] = []
        for style in self.styles_of(contest):
            box = self.boxes[contest, style.text("id")]
            choices: list[Plain] = [{"marks": list(m), "number": n} for m, n in sorted(box.choices.items())]
            rows.append({"style": style.text("id"), "choices": choices, "spoilt": box.spoilt})
        return rows

    def _outcome(self, contest: Doc, entry: Doc) -> Plain:
        rule = contest.text("rule_id")
        if contest.text("kind") == "resolution" and rule == "resolution":
            return self._resolution(contest, entry)
        if entry.pairs("present"):
            raise Refusal("the facts tell of an election what belongs to a resolution")
        withdrawn = _numbers(contest, entry.texts("withdrawn"))
        papers = self._papers(contest)
        options = len(contest.docs("options"))
        if contest.text("kind") == "set" and rule == "option":
            fit(contest.doc("rule_params").plain, {"weight": "text"}, "the rule of a choice")
            if entry.all("caps") or entry.all("floors"):
                raise Refusal("the facts tell of a choice what belongs to an election")
            counts = [sum(n for marks, n in papers.items() if option in marks) for option in range(1, options + 1)]
            return {"counts": list(map(int, counts))}
        ranked, marked = contest.text("kind") == "ranking" and rule in RANKED, rule in MARKED
        if not ranked and not (marked and contest.text("kind") == "set"):
            raise Refusal("a contest is counted by a rule that this checker does not know")
        fit(contest.doc("rule_params").plain, RULE_OF_ELECTION, "the rule of an election")
        if rule == "av" and contest.number("seats") != 1:
            raise Refusal("the alternative vote fills one place")
        luck = _luck(self.facts, contest)
        limits = self._limits(contest, entry)
        seats = contest.number("seats")
        if not self.styles_of(contest.text("id")):
            elected = most_marks({tuple(range(1, options + 1)): Fraction(1)}, options, seats, luck, withdrawn, limits)
        elif ranked:
            elected = transferable(papers, options, seats, luck, withdrawn, limits).run()
        else:
            elected = most_marks(papers, options, seats, luck, withdrawn, limits)
        if not self.quorate():
            return _election(replace(elected, won=()))
        self._note(contest, entry, {one.option for one in elected.won})
        return _election(elected)

    def _papers(self, contest: Doc) -> dict[Marks, Fraction]:
        papers: dict[Marks, Fraction] = {}
        for style in self.styles_of(contest.text("id")):
            for marks, number in self.boxes[contest.text("id"), style.text("id")].choices.items():
                papers[marks] = papers.get(marks, Fraction(0)) + number
        return papers

    def _resolution(self, contest: Doc, entry: Doc) -> Plain:
        check_rule(contest.doc("rule_params").plain)
        if entry.all("withdrawn") or entry.all("caps") or entry.all("floors"):
            raise Refusal("the facts tell of a resolution what belongs to an election")
        heads: dict[str, Votes] = {}
        members: dict[str, Votes] = {}
        for style in self.styles_of(contest.text("id")):
            box, groups = self.boxes[contest.text("id"), style.text("id")], style.texts("constituencies")
            choices = box.choices
            votes = Votes(choices[1,], choices[2,], choices[()], box.spoilt, self.roll[style.text("id")])
            heads[groups[0]] = heads.get(groups[0], Votes()) + votes
            for group in groups:
                members[group] = members.get(group, Votes()) + votes
        present = entry.pairs("present")
        if set(present) - set(heads):
            raise Refusal("the facts tell of somebody present in a group that does not vote")
        for group, number in present.items():
            heads[group] += Votes(present=number)
        chair = self.chair.get(contest.text("id"), "")
        found = verdict(Motion(contest.doc("rule_params"), heads, members, self.quorate(), chair))
        return {
            "carried": found.carried,
            "reached": fraction_text(found.reached),
            "needed": fraction_text(found.needed),
            "more_than": found.more_than,
        }

    def _limits(self, contest: Doc, entry: Doc) -> Limits:
        """Caps and floors as they bind here, with what is held already and what earlier contests have filled."""
        params = contest.doc("rule_params")
        rules = {cap.text("id"): cap for cap in params.docs("caps")}
        if tuple(cap.text("id") for cap in entry.docs("caps")) != tuple(rules) or len(rules) != len(
            params.all("caps")
        ):
            raise Refusal("the facts do not say of each cap how much of it is held")
        floors_of = [floor.text("id") for floor in entry.docs("floors")]
        if len(set(floors_of)) != len(floors_of):
            raise Refusal("the facts name a floor twice")
        caps, floors = [], []
        for cap in entry.docs("caps"):
            rule = rules[cap.text("id")]
            earlier = self.under.get((params.text("body"), cap.text("id")), {})
            room = rule.number("limit") - cap.number("held") - sum(earlier.values())
            caps.append((max(0, room), frozenset(_numbers(contest, rule.texts("options")))))
        for floor in entry.docs("floors"):
            filled = self.under.get((params.text("body"), floor.text("id")), {})
            rest = sum(
                max(0, seats - self.seated.get((params.text("body"), row), 0))
                for row, seats in floor.pairs("elsewhere").items()
            )
            need = floor.number("least") - floor.number("held") - sum(filled.values()) - rest
            floors.append((max(0, need), frozenset(_numbers(contest, floor.texts("options")))))
        return Limits(tuple(caps), tuple(floors))

    def _note(self, contest: Doc, entry: Doc, elected: set[int]) -> None:
        """For the contests that are counted later: how many of those elected here come under each cap and floor."""
        params = contest.doc("rule_params")
        row = (params.text("body"), params.text("constituency"))
        self.seated[row] = self.seated.get(row, 0) + len(elected)
        for limit in (*params.docs("caps"), *entry.docs("floors")):
            number = len(elected & _numbers(contest, limit.texts("options")))
            self.under.setdefault((params.text("body"), limit.text("id")), {})[contest.text("id")] = number


def _numbers(contest: Doc, options: tuple[str, ...]) -> set[int]:
    places = {option.text("id"): place for place, option in enumerate(contest.docs("options"), 1)}
    if set(options) - set(places) or len(set(options)) != len(options):
        raise Refusal("the facts name an option that is not on the paper, or name one twice")
    return {places[option] for option in options}


def _check_seed(facts: Doc, contests: list[Doc]) -> None:
    """The seed of the lots is the one that the manifest was sealed with (invariant 53)."""
    elections = [contest for contest in contests if contest.text("rule_id") in RANKED + MARKED]
    if facts.has("seed") != bool(elections):
        raise Refusal("the facts have a seed just where somebody is elected")
    for contest in elections:
        if digest("lot-commitment", facts.raw("seed")).hex() != contest.doc("rule_params").text("lots_commitment"):
            raise Refusal("the seed of the lots is not the one that was promised before the vote")


def _luck(facts: Doc, contest: Doc) -> dict[int, int]:
    """Option -> the rank of its lot, from nought, the luckiest first."""
    seed, options = facts.text("seed"), [option.text("id") for option in contest.docs("options")]
    lots = {o: digest("lot", written([seed, contest.text("id"), o])) for o in options}
    ranked = sorted(options, key=lambda option: lots[option])
    return {place: ranked.index(option) for place, option in enumerate(options, 1)}


def _election(elected: Elected) -> Plain:
    stages: list[Plain] = [
        {
            "votes": ["" if votes is None else fraction_text(votes) for votes in stage.votes],
            "lost": fraction_text(stage.lost),
        }
        for stage in elected.stages
    ]
    won: list[Plain] = [{"option": one.option, "stage": one.stage, "by_lot": one.by_lot} for one in elected.won]
    found: dict[str, Plain] = {"elected": won, "stages": stages}
    return found if elected.quota is None else {**found, "quota": fraction_text(Fraction(elected.quota))}


def fraction_text(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"


def lot_commitment(seed: bytes) -> str:
    return digest("lot-commitment", seed).hex()


def result_head(manifest: Doc, manifest_hash: bytes, size: int, root: bytes) -> dict[str, Plain]:
    return {
        "ballot_id": manifest.text("ballot_id"),
        "manifest_hash": spelled(manifest_hash),
        "log_size": size,
        "log_root": spelled(root),
    }
