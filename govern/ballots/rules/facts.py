"""The inputs of a count as the documents of its bundle, and whether both ways of counting came to the same."""

from __future__ import annotations

from govern.ballots.deciding import Side, enough
from govern.ballots.rules.inputs import ContestInput, Inputs
from govern.ballots.rules.outcome import ContestOutcome, Outcome
from govern.ballots.rules.recounting import Opened, cap_options, result_of
from govern.ballots.rules.stages import ContestKind
from govern.ballots.seal.canonical import Document, Plain, fraction_to_text
from govern.ballots.seal.contests import ContestEntry
from govern.ballots.seal.documents import Manifest
from govern.ballots.seal.facts import ContestFacts, Facts, FloorFact, HeldPlaces, QuorumFact, QuorumOf
from govern.ballots.seal.slips import Papers
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import NotValid


class CountsDiffer(NotValid):
    """The count by the rulebook and the count by the published documents do not agree: a fault of this program."""


def facts_of_count(inputs: Inputs, manifest: Manifest, book: Rulebook) -> Facts:
    """The facts of a count for the log and the bundle; slips are not looked at."""
    contests = {contest.id: contest for contest in inputs.contests}
    there = [contest.id for contest in manifest.contests]
    return Facts(
        order=tuple(contest for contest in inputs.order if contest in there),
        contests=tuple(_facts(contests[contest.id], contest, inputs) for contest in manifest.contests),
        quorum=quorum_fact(inputs, book),
        seed=bytes.fromhex(inputs.seed) if inputs.seed else None,
    )


def quorum_fact(inputs: Inputs, book: Rulebook) -> QuorumFact | None:
    """How many had to take part, as `quorum_of` asks; nobody asks where it is None."""
    if inputs.of_a_meeting:
        if inputs.quorate is None:
            return None
        return QuorumFact(QuorumOf.MEETING, inputs.required, inputs.counted, inputs.quorate)
    asked = book.ballot.quorum
    if asked is None:
        return None
    people = sum(inputs.roll.values())
    return QuorumFact(QuorumOf.BALLOT, enough(people, number=asked.number, share=asked.share, rule=asked.rule))


def _facts(contest: ContestInput, entry: ContestEntry, inputs: Inputs) -> ContestFacts:
    if contest.kind is ContestKind.RESOLUTION:
        return ContestFacts(contest.id, dict(inputs.present))
    held = contest.slack | {cap.id: cap.held for cap in contest.caps}
    return ContestFacts(
        contest.id,
        withdrawn=tuple(runner.id for runner in contest.runners if runner.withdrawn),
        caps=tuple(HeldPlaces(cap, held.get(cap, 0)) for cap, _ in _caps_of(entry)),
        floors=tuple(
            FloorFact(
                quota.id,
                quota.least,
                quota.held,
                quota.places,
                tuple(runner.id for runner in contest.runners if quota.id in runner.capped_by),
                dict(quota.elsewhere),
            )
            for quota in contest.quotas
        ),
    )


def _caps_of(entry: ContestEntry) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The caps that the manifest states of an election, in its order; a choice has none."""
    return cap_options(entry) if "caps" in entry.rule_params else ()


def opened_of_count(inputs: Inputs, log_size: int | None = None, log_root: bytes | None = None) -> Opened:
    """The slips of a count, and who voted, as a bundle tells them; of the log as it was counted, or as it is now."""
    return Opened(
        log_size=inputs.log_size if log_size is None else log_size,
        log_root=bytes.fromhex(inputs.log_root) if log_root is None else log_root,
        roll=inputs.roll,
        voted=inputs.voted,
        ways=inputs.ways,
        slips={
            (contest.id, slips.style): Papers(slips.choices, slips.spoilt)
            for contest in inputs.contests
            for slips in contest.slips
        },
        chair={contest.id: Side(contest.chair) for contest in inputs.contests if contest.chair},
    )


#: Names in the rule of a contest from the time when a manifest gave the rulebook's tables as they were.
_UNRESOLVED = {"resolution", "tie"}


def check_counted_alike(manifest: Manifest, inputs: Inputs, outcome: Outcome, book: Rulebook) -> Document | None:
    """The result from the published documents alone, when it says what the outcome says. Raises CountsDiffer.

    None for a ballot frozen by an earlier version, whose manifest does not state its rules resolved.
    """
    if any(_UNRESOLVED & contest.rule_params.keys() for contest in manifest.contests):
        return None
    result = result_of(manifest, facts_of_count(inputs, manifest, book), opened_of_count(inputs))
    told = {entry.contest: entry for entry in outcome.contests}
    parts = result["contests"]
    assert isinstance(parts, list)
    for contest, part in zip(manifest.contests, parts, strict=True):
        assert isinstance(part, dict)
        if not _agrees(contest, told[contest.id], part["outcome"]):
            raise CountsDiffer("Two ways of counting came to two results. Do not declare it. Call the scrutineers.")
    return result


def _agrees(contest: ContestEntry, told: ContestOutcome, other: Plain) -> bool:
    """Whether the outcome says of a contest what the result from the documents says."""
    assert isinstance(other, dict)
    if told.resolution is not None:
        decided = told.resolution
        return other == {
            "carried": decided.carried,
            "reached": fraction_to_text(decided.reached),
            "needed": fraction_to_text(decided.needed),
            "more_than": decided.more_than,
        }
    if told.option is not None:
        return other == {"counts": [count.votes for count in told.option.counts]}
    assert told.election is not None
    number = {option.id: place for place, option in enumerate(contest.options, start=1)}
    mine = {(number[fate.candidate], fate.by_lot, fate.stage) for fate in told.election.elected}
    elected = other["elected"]
    assert isinstance(elected, list)
    theirs = {(one["option"], one["by_lot"], one["stage"]) for one in elected if isinstance(one, dict)}
    return mine == theirs and len(theirs) == len(elected)
