"""Whether what the count is told, and how the chair voted, fits the manifest (docs/bundle.md, sections 8 and 9)."""

from __future__ import annotations

from collections.abc import Collection

from govern.ballots.checking.log_checks import ELECTIONS
from govern.ballots.checking.published import need
from govern.ballots.deciding import Tie, decide
from govern.ballots.rules.recounting import Opened, cap_options, question_of
from govern.ballots.seal.canonical import digest
from govern.ballots.seal.contests import ContestEntry, ContestKind
from govern.ballots.seal.documents import Manifest
from govern.ballots.seal.facts import ContestFacts, Facts, QuorumOf
from govern.ballots.seal.fields import repeats

KINDS = {
    "resolution": ContestKind.RESOLUTION,
    "stv": ContestKind.RANKING,
    "av": ContestKind.RANKING,
    "block_vote": ContestKind.SET,
    "approval": ContestKind.SET,
    "option": ContestKind.SET,
}


def check_told(manifest: Manifest, facts: Facts) -> None:
    """Raises Fails unless there is an entry for every contest with what belongs to it, and the promised seed."""
    order = [contest.id for contest in manifest.contests]
    need([entry.contest for entry in facts.contests] == order, "the facts have not one entry a contest, in order")
    quorum = facts.quorum
    if quorum is not None and quorum.of is QuorumOf.MEETING and quorum.quorate:
        need(quorum.counted >= quorum.required, "the meeting is said to be quorate with fewer than are required")
    _check_seed(manifest, facts)
    for contest, entry in zip(manifest.contests, facts.contests, strict=True):
        need(
            KINDS.get(contest.rule_id) is contest.kind, f"{contest.id}: counted by a rule that does not fit its paper"
        )
        if contest.rule_id == "resolution":
            _check_resolution(manifest, contest, entry)
        else:
            _check_election(contest, entry)


def _check_seed(manifest: Manifest, facts: Facts) -> None:
    """The seed of the lots is the one to which the manifest was bound before anybody voted (invariant 53)."""
    elections = [contest for contest in manifest.contests if contest.rule_id in ELECTIONS]
    need((facts.seed is not None) == bool(elections), "the facts have a seed just where somebody is elected")
    for contest in elections:
        promised = contest.rule_params.get("lots_commitment")
        told = digest("lot-commitment", facts.seed or b"").hex()
        need(promised == told, f"{contest.id}: the seed of the lots is not the one that was promised before the vote")


def _check_resolution(manifest: Manifest, contest: ContestEntry, entry: ContestFacts) -> None:
    more = entry.withdrawn or entry.caps or entry.floors
    need(not more, f"{contest.id}: the facts tell of a resolution what belongs to an election")
    voting = {style.constituencies[0] for style in manifest.styles if contest.id in style.contests}
    need(
        set(entry.present) <= voting, f"{contest.id}: the facts tell of people present in a group that does not vote"
    )


def _check_election(contest: ContestEntry, entry: ContestFacts) -> None:
    need(not entry.present, f"{contest.id}: the facts tell of an election what belongs to a resolution")
    _check_options(contest, entry.withdrawn)
    if contest.rule_id == "option":
        need(contest.rule_params.keys() == {"weight"}, f"{contest.id}: the rule of this choice is not as it must be")
        need(not entry.caps and not entry.floors, f"{contest.id}: the facts limit who may be chosen in a choice")
        return
    need(contest.rule_id != "av" or contest.seats == 1, f"{contest.id}: the alternative vote fills one place")
    caps = cap_options(contest)
    need(not repeats(name for name, _ in caps), f"{contest.id}: a cap stands in the manifest twice")
    held = [cap.id for cap in entry.caps]
    need(held == [name for name, _ in caps], f"{contest.id}: the facts do not say of each cap how much of it is held")
    need(not repeats(floor.id for floor in entry.floors), f"{contest.id}: a floor stands in the facts twice")
    for options in (*(options for _, options in caps), *(floor.options for floor in entry.floors)):
        _check_options(contest, options)


def _check_options(contest: ContestEntry, options: Collection[str]) -> None:
    known = {option.id for option in contest.options}
    need(set(options) <= known, f"{contest.id}: an option is named that is not on the paper")
    need(not repeats(options), f"{contest.id}: an option is named twice")


def check_used(manifest: Manifest, facts: Facts, opened: Opened) -> None:
    """A casting vote is used only on a resolution that is tied, and only where its rule gives one."""
    told = {entry.contest: entry for entry in facts.contests}
    resolutions = {contest.id: contest for contest in manifest.contests if contest.rule_id == "resolution"}
    for id_, side in opened.chair.items():
        need(id_ in resolutions, "a casting vote was used on something that is no resolution")
        contest = resolutions[id_]
        question = question_of(contest, told[id_], opened.roll, opened.of(contest, manifest), side)
        tied = decide(question).tied and question.rule.tie is Tie.CHAIR_CASTING
        need(tied, f"{id_}: a casting vote was used where there is no tie, or where the rule gives none")
