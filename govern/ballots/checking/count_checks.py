"""Checks V15 to V24: sums, mixes, openings, papers, the count made again, small groups, and what officers did."""

from __future__ import annotations

import hashlib
import platform
from collections import Counter
from collections.abc import Callable

from govern.ballots.checking.log_checks import Finding
from govern.ballots.checking.published import CannotBeMade, Published, need, some
from govern.ballots.checking.told import check_told, check_used
from govern.ballots.deciding import Side
from govern.ballots.rules.recounting import Opened, result_of
from govern.ballots.seal import bundle, ceremony, group, slips
from govern.ballots.seal.canonical import encode, to_text
from govern.ballots.seal.ceremony import OpenSlips, Pair
from govern.ballots.seal.documents import CastingVote, Channel, Epoch, FactsFixed, Incident, Level, Struck
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.fields import Fields
from govern.ballots.seal.proof_documents import Mix
from govern.ballots.seal.slips import Papers
from govern.errors import NotValid

OWN = (Channel.ROOM, Channel.DIRECT, Channel.PAPER)
FEWEST_MIXES = 2


# --- Sums -----------------------------------------------------------------------------------------------------------


def voted(p: Published) -> dict[str, int]:
    """Style -> people with a counted envelope, or with a paper that was there."""
    handles = {entry.handle for entry in p.selection.electronic()}
    number = Counter(p.style_by(handle) for handle in handles)
    for batch in p.batches:
        number[batch.style] += batch.papers - batch.missing
    return {style.id: number[style.id] for style in p.manifest.styles}


def ways(p: Published) -> dict[str, int]:
    """By which ways but a voter's own votes came; papers that were there, and envelopes without one."""
    number = Counter(entry.channel.value for entry in p.selection.counted if entry.channel not in OWN)
    missing = sum(batch.missing for batch in p.batches)
    number["paper"] = sum(batch.papers for batch in p.batches) - missing
    number["no_paper"] = missing
    return {way: times for way, times in number.items() if times}


def v15(p: Published) -> Finding:
    handles = {entry.handle for entry in p.selection.counted}
    by_paper = len(p.selection.papers())
    none = len(p.style_of) - len(handles) - len(p.struck)
    need(none >= 0 and not handles & p.struck, "more votes count than there are people who may vote")
    need([row.pair for row in p.published_slips] == p.pairs, "slips.json has not every contest and style in order")
    for row in p.published_slips:
        held, counted = len(row.slips) + len(row.unreadable), len(p.inputs.get(row.pair, ()))
        need(held == counted, f"{_at(row.pair)}: {held} slips are published, and {counted} envelopes count")
    result = Fields("result", p.result)
    told = {"roll": p.heads_by_style, "voted": voted(p), "ways": ways(p)}
    for name, numbers in told.items():
        need(result.group(name) == numbers, f"the result gives other numbers for “{name}”: by the log {numbers}")
    by_envelope = len(handles) - by_paper
    words = f"{len(p.style_of)} on the roll: {by_envelope} by envelope, {by_paper} by paper, {none} not at all"
    return Finding(f"{words}, {len(p.struck)} struck; the result says the same")


def _at(pair: Pair) -> str:
    return f"{pair[0]}, {pair[1]}"


# --- Mixing and opening ---------------------------------------------------------------------------------------------


def v16(p: Published) -> Finding:
    there = set(p.proofs[0]) | set(p.proofs[1])
    need(there <= set(p.inputs), "there is a mix or an opening where there is nothing to open")
    stages = {pair: sorted(p.mixes(pair)) for pair in p.inputs}
    most = max((len(of) for of in stages.values()), default=0)
    same = 0
    for pair, inputs in p.inputs.items():
        need(stages[pair] == list(range(1, most + 1)), f"{_at(pair)}: a stage of the mixing is missing")
        before = set(inputs)
        for stage in stages[pair]:
            outputs = p.mixes(pair)[stage].outputs
            after = set(outputs)
            need(len(outputs) == len(inputs), f"{_at(pair)}: stage {stage} put out more or fewer than it took")
            need(len(after) == len(outputs), f"{_at(pair)}: stage {stage} put something out twice")
            same, before = same + len(before & after), after
    warnings = (f"{some(same, 'cover')} came out of a mix just as it went in",) if same else ()
    number = sum(map(len, p.inputs.values()))
    return Finding(
        f"{some(number, 'slip')} of counted envelopes, mixed {some(most, 'time')} in {some(len(p.inputs), 'part')}",
        warnings,
    )


def v17(p: Published) -> Finding:
    manifest, mixers = p.manifest, dict[int, str]()
    fewest = 1 if manifest.level is Level.EVERYDAY else FEWEST_MIXES
    number = 0
    for pair, inputs in p.inputs.items():
        mixes, current = p.mixes(pair), inputs
        need(len(mixes) >= fewest, f"{_at(pair)}: {len(mixes)} mixes, and {fewest} are needed")
        for stage in sorted(mixes):
            found = mixes[stage]
            by = mixers.setdefault(stage, found.mixer)
            need(by == found.mixer, f"{_at(pair)}: stage {stage} is by another mixer than elsewhere")
            _check_mix(p, pair, found, current)
            current, number = found.outputs, number + 1
        p.mixed[pair] = current
    need(len(set(mixers.values())) == len(mixers), "somebody mixed twice")
    return Finding(f"{some(number, 'mix', 'mixes')}, each proved: nothing was added, lost or changed")


def _check_mix(p: Published, pair: Pair, found: Mix, inputs: tuple[Ciphertext, ...]) -> None:
    try:
        ceremony.check_mix(p.manifest, found, inputs)
    except NotValid as why:
        p.mixed.pop(pair, None)
        need(False, f"{_at(pair)}, stage {found.stage}: {why}")


def _mixed(p: Published, pair: Pair) -> tuple[Ciphertext, ...]:
    if pair not in p.mixed:
        raise CannotBeMade("cannot be made: it rests on the mixes, and V17 says what is wrong with them")
    return p.mixed[pair]


def v18(p: Published) -> Finding:
    number, needed = 0, p.manifest.threshold
    for pair in p.inputs:
        outputs, parts = _mixed(p, pair), p.partials(pair)
        need(len(parts) >= needed, f"{_at(pair)}: {len(parts)} trustees opened, and {needed} are needed")
        for trustee in sorted(parts):
            try:
                ceremony.check_part(p.manifest, parts[trustee], outputs)
            except NotValid as why:
                need(False, f"{_at(pair)}, trustee {trustee}: {why}")
            number += 1
    p.opened = {pair: ceremony.opened(p.manifest, _mixed(p, pair), p.partials(pair).values()) for pair in p.inputs}
    return Finding(f"{some(number, 'opening')} by trustees, each proved")


def v19(p: Published) -> Finding:
    opened = _opened(p)
    p.published_slips  # noqa: B018  # where it cannot be read, this check says so
    need(p.raw("slips.json") == bundle.slips(p.manifest, opened), "other slips were opened than are published")
    number = sum(len(found.slips) for found in opened.values())
    unreadable = sum(len(found.unreadable) for found in opened.values())
    return Finding(f"{some(number + unreadable, 'slip')} as the covers held them; {unreadable} cannot be read")


def _opened(p: Published) -> dict[Pair, OpenSlips]:
    if p.opened is None:
        raise CannotBeMade("cannot be made: it rests on the openings, and V18 says what is wrong with them")
    return p.opened


# --- Papers and the count -------------------------------------------------------------------------------------------


def v20(p: Published) -> Finding:
    manifest, small = p.manifest, 0
    tellers = {teller.name for teller in manifest.tellers}
    counted = Counter(p.style_by(entry.handle) for entry in p.selection.papers())
    read, found = set[tuple[str, str]](), Counter[str]()
    for batch in p.batches:
        where = f"batch {batch.batch}, {batch.style}"
        need(batch.style in counted, f"{where}: papers were read of a style of which none counts")
        need((batch.batch, batch.style) not in read, f"{where}: read twice")
        read.add((batch.batch, batch.style))
        found[batch.style] += batch.papers
        need(batch.missing <= batch.papers, f"{where}: more papers are missing than there are")
        need(not tellers or set(batch.tellers) <= tellers, f"{where}: somebody read it who is no teller")
        rows = tuple(part.contest for part in batch.slips)
        mine = next((style.contests for style in manifest.styles if style.id == batch.style), ())
        need(rows == mine, f"{where}: not one row for each contest, in order")
        for part in batch.slips:
            papers = slips.read(manifest.contest(part.contest), part.slips)
            need(papers.spoilt == 0, f"{where}: a slip is written in a way that nobody may write it")
        small += batch.papers - batch.missing < manifest.privacy_floor
    need(found == counted, f"papers that were read: {dict(found)}; papers that count: {dict(counted)}")
    warnings = (f"{some(small, 'batch', 'batches')} smaller than the privacy floor",) if small else ()
    return Finding(
        f"{some(counted.total(), 'paper')} in {some(len(read), 'batch', 'batches')}, each read by two tellers",
        warnings,
    )


def papers_of(p: Published) -> dict[Pair, Papers]:
    """Everything that is counted, by contest and style: published slips and papers together."""
    found = {row.pair: row for row in p.published_slips}
    boxes: dict[Pair, Papers] = {}
    for pair in p.pairs:
        if pair not in found:
            raise CannotBeMade("cannot be made: it rests on slips.json, and V15 says what is wrong with that")
        read = slips.read(p.manifest.contest(pair[0]), found[pair].slips)
        boxes[pair] = Papers(read.choices, read.spoilt + len(found[pair].unreadable))
    for batch in p.batches:
        for part in batch.slips:
            pair = part.contest, batch.style
            need(pair in boxes, "papers were read of a contest that is not on them")
            more, there = slips.read(p.manifest.contest(pair[0]), part.slips), boxes[pair]
            choices = Counter(dict(there.choices)) + Counter(dict(more.choices))
            boxes[pair] = Papers(tuple(sorted(choices.items())), there.spoilt + more.spoilt + part.spoilt)
    return boxes


def v21(p: Published) -> Finding:
    p.result  # noqa: B018  # where it cannot be read, this check says so
    manifest, facts = p.manifest, p.facts
    check_told(manifest, facts)
    used = [leaf for leaf in p.leaves if isinstance(leaf, CastingVote)]
    chair = {leaf.contest: Side(leaf.side.value) for leaf in used}
    need(len(chair) == len(used), "the chair's casting vote was used twice on one question")
    opened = Opened(len(p.leaves), p.root, p.heads_by_style, voted(p), ways(p), papers_of(p), chair)
    check_used(manifest, facts, opened)
    result = result_of(manifest, facts, opened)
    if encode(result) != p.raw("result.json"):
        wrong = sorted(name for name in result if result[name] != p.result.get(name))
        need(False, f"the count gives another result than the one declared ({', '.join(wrong) or 'contests'})")
    return Finding(f"{some(len(manifest.contests), 'contest')} counted again; the result is the same, byte for byte")


def v22(p: Published) -> Finding:
    floor = p.manifest.privacy_floor
    small = []
    for pair, papers in papers_of(p).items():
        number = sum(times for _, times in papers.choices) + papers.spoilt
        if 0 < number < floor:
            small.append(f"{_at(pair)}: {number}")
    warnings = (f"few enough to guess who voted how: {'; '.join(small[:20])}",) if small else ()
    return Finding(f"the privacy floor is {floor}; {some(len(small), 'published group')} below it", warnings)


# --- What officers did, and with what this was checked --------------------------------------------------------------


def v23(p: Published) -> Finding:
    told, warnings = Counter[str](), []
    for place, leaf in enumerate(p.leaves):
        match leaf:
            case Struck(_, reason, officers):
                warnings.append(f"leaf {place}: a handle was struck by {' and '.join(officers)} ({reason[:80]})")
            case Incident(text_hash):
                warnings.append(f"leaf {place}: something happened that the record shows ({to_text(text_hash)})")
            case Epoch(size, root, _):
                known = size <= place and p.roots([size]).get(size) == root
                ending = "nothing was lost" if known else "what came after it may be lost"
                warnings.append(f"leaf {place}: the server was restored; size {size} was last seen; {ending}")
            case _:
                continue
        told[leaf.kind] += 1
    if sum(isinstance(leaf, FactsFixed) for leaf in p.leaves) > 1:
        warnings.append("what the count is told was fixed more than once; the last holds")
    words = ", ".join(f"{number} {kind}" for kind, number in sorted(told.items())) or "none"
    return Finding(f"actions of officers, each by two: {words}", tuple(warnings))


def v24(p: Published) -> Finding:
    machine = f"Python {platform.python_version()}, {group.works_with()}"
    if p.manifest.verifier_hash is None:
        return Finding(machine, ("the manifest names no checker",))
    there = hashlib.sha256(p.raw("verify.py")).digest()
    need(there == p.manifest.verifier_hash, "verify.py in the bundle is not the one that the manifest names")
    return Finding(f"verify.py is the one that the manifest names; {machine}")


COUNT_CHECKS: dict[str, Callable[[Published], Finding]] = {
    "V15": v15, "V16": v16, "V17": v17, "V18": v18, "V19": v19,
    "V20": v20, "V21": v21, "V22": v22, "V23": v23, "V24": v24,
}  # fmt: skip
