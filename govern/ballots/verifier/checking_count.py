"""Checks V15 to V24 and V7: sums, mixes, openings, papers, the count, what officers did; and receipts.

MIT licence; standard library only. A check raises `Refusal` where it fails, and otherwise says what it found.
"""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Callable

from govern.ballots.verifier.checking_log import Finding, need
from govern.ballots.verifier.counting import Box, Tally, result_head
from govern.ballots.verifier.ed25519 import verify
from govern.ballots.verifier.opening import Bundle, Cell
from govern.ballots.verifier.proofs import Mix, check_mix, check_opening, context_of, opened, points_of
from govern.ballots.verifier.reading import Doc, Plain, Refusal, digest, parsed, spelled, unspelled, written
from govern.ballots.verifier.shapes import POINTS, RECEIPT, SCALARS, fit, leaf
from govern.ballots.verifier.slips import thirty_of
from govern.ballots.verifier.tree import Head, leaf_hash, root_by_path

LARGEST_RECEIPT = 2**20
STAGES = 32
ROWS = ("outputs", "c", "c_hat", "t_hat", "s_hat", "s_prime")


def v7(b: Bundle, receipts: list[bytes]) -> Finding:
    if not receipts:
        return Finding("no receipt was given")
    return Finding(" ".join(_receipt(b, raw) for raw in receipts))


def _receipt(b: Bundle, raw: bytes) -> str:
    need(len(raw) <= LARGEST_RECEIPT, "a receipt is too large")
    value = parsed(raw.strip())
    fit(value, RECEIPT, "the receipt")
    receipt = Doc(value)
    envelope: dict[str, Plain] = {**receipt.doc("envelope").plain, "kind": "envelope"}
    leaf(envelope)
    index, head = receipt.number("index"), Head.of(receipt.raw("checkpoint"))
    hashed = leaf_hash(written(envelope))
    path = [unspelled(step) for step in receipt.texts("proof")]
    need(
        head.signed_by_log(b.manifest.text("log_origin"), b.manifest.raw("log_pk")),
        "the log has not signed the receipt's head",
    )
    need(root_by_path(hashed, index, head.size, path) == head.root, "the receipt's proof does not lead to its head")
    need(head.size <= len(b.leaves) and head.root == b.tree.root(head.size), "the tree never had the receipt's head")
    need(b.leaf_hashes[index] == hashed, "another leaf stands where the receipt says that its envelope is")
    if any(vote.index == index for vote in b.selection.counted):
        return f"The envelope of the receipt is leaf {index}, and it was counted."
    why, by = next((why, by) for vote, why, by in b.selection.displaced if vote.index == index)
    return f"The envelope of the receipt is leaf {index}; it was not counted ({why}, by leaf {by})."


def _voted(b: Bundle) -> dict[str, int]:
    """Style -> people with an envelope or a paper that was there."""
    handles = {vote.handle for vote in b.selection.counted if vote.channel != "paper"}
    voted = Counter(b.roll[handle] for handle in handles)
    for batch in b.batches:
        voted[batch.text("style")] += batch.number("papers") - batch.number("missing")
    return {style: voted[style] for style in b.styles}


def _roll(b: Bundle) -> dict[str, int]:
    heads = Counter(style for handle, style in b.roll.items() if handle not in b.history.struck)
    return {style: heads[style] for style in b.styles}


def _ways(b: Bundle) -> dict[str, int]:
    ways = Counter(vote.channel for vote in b.selection.counted if vote.channel not in ("room", "direct", "paper"))
    missing = sum(batch.number("missing") for batch in b.batches)
    ways["paper"] = sum(batch.number("papers") for batch in b.batches) - missing
    ways["no_paper"] = missing
    return {channel: number for channel, number in ways.items() if number}


def v15(b: Bundle) -> Finding:
    roll, voted, struck = _roll(b), _voted(b), len(b.history.struck)
    papers = sum(1 for vote in b.selection.counted if vote.channel == "paper")
    handles = {vote.handle for vote in b.selection.counted}
    none = len(b.roll) - len(handles) - struck
    need(none >= 0 and not handles & set(b.history.struck), "more count than are on the roll")
    for cell, entry in b.published.items():
        need(
            len(entry.all("slips")) + len(entry.all("unreadable")) == len(b.inputs[cell]),
            f"{cell[0]}, {cell[1]}: there are not as many slips as counted envelopes",
        )
    result = Doc(b.document("result.json"))
    need(result.pairs("roll") == roll, "the result gives another roll")
    need(result.pairs("voted") == voted, "the result gives another number of voters")
    need(result.pairs("ways") == _ways(b), "the result gives other ways of voting")
    words = f"{len(b.roll)} on the roll: {len(handles) - papers} by envelope, {papers} by paper, {none} not at all"
    return Finding(f"{words}, {struck} struck; the result says the same")


def v16(b: Bundle) -> Finding:
    need(not b.strange_cells(), "there is a mix or an opening where there is nothing to open")
    same = slips = 0
    most = max((len(b.mixes(cell)) for cell in b.inputs), default=0)
    need(most <= STAGES, "there are more mixes than there can be")
    for cell, pairs in b.inputs.items():
        mixes = b.mixes(cell)
        whole = sorted(mixes) == list(range(1, most + 1)) or not pairs
        need(whole, f"{cell[0]}, {cell[1]}: a mix is missing")
        before = set(pairs)
        for stage in sorted(mixes):
            outputs = mixes[stage].raw("outputs")
            need(
                len(outputs) == 64 * len(pairs),
                f"{cell[0]}, {cell[1]}: mix {stage} puts out more or fewer than it took",
            )
            after = {(outputs[at : at + 32], outputs[at + 32 : at + 64]) for at in range(0, len(outputs), 64)}
            need(len(after) == len(pairs), f"{cell[0]}, {cell[1]}: mix {stage} puts something out twice")
            same, before = same + len(before & after), after
        slips += len(pairs)
    warnings = [f"{same} covers came out of a mix as they went in"] if same else []
    return Finding(
        f"{slips} slips of the counted envelopes go into the mixes of {len(b.inputs)} contests and styles", warnings
    )


def _signed(doc: Doc, kind: str, key: bytes) -> bool:
    unsigned = {name: value for name, value in doc.plain.items() if name != "signature"}
    return verify(key, digest(f"{kind}-signature", written(unsigned)), doc.raw("signature"))


def v17(b: Bundle) -> Finding:
    manifest, key, number = b.manifest, b.manifest.raw("election_key"), 0
    mixers = {mixer.text("name"): mixer.raw("pk") for mixer in manifest.docs("mixers")}
    fewest = 1 if manifest.text("level") == "everyday" else 2
    by: dict[int, str] = {}
    for cell, first in b.inputs.items():
        if not first:
            continue
        pairs, mixes, where = first, b.mixes(cell), f"{cell[0]}, {cell[1]}"
        names = [mixes[stage].text("mixer") for stage in sorted(mixes)]
        need(len(names) >= fewest, f"{where}: {len(names)} mixes, {fewest} are needed")
        need(
            len(set(names)) == len(names) and set(names) <= set(mixers),
            f"{where}: a mixer is not the manifest's, or mixed twice",
        )
        for stage in sorted(mixes):
            doc = mixes[stage]
            need(
                by.setdefault(stage, doc.text("mixer")) == doc.text("mixer"), f"two mixers made parts of mix {stage}"
            )
            need(_signed(doc, "mix", mixers[doc.text("mixer")]), f"{where}: mix {stage} is not signed by its mixer")
            mix = Mix.of({name: doc.raw(name) for name in (*ROWS, *POINTS, *SCALARS)}, len(pairs))
            try:
                check_mix(b.group, b.generators, key, context_of(b.manifest_hash, *cell, f"mix-{stage}"), pairs, mix)
            except Refusal as why:
                raise Refusal(f"{where}: mix {stage}: {why}") from None
            pairs, number = mix.outputs, number + 1
        b.mixed[cell] = pairs
    return Finding(f"{number} mixes, each with a true proof: nothing was added, lost or changed")


def _mixed(b: Bundle, cell: Cell) -> list[tuple[bytes, bytes]]:
    if cell not in b.mixed:
        raise Refusal("the mixes are not good, so what they put out cannot be opened")
    return b.mixed[cell]


def v18(b: Bundle) -> Finding:
    trustees = {trustee.number("i"): trustee for trustee in b.manifest.docs("trustees")}
    number, k = 0, b.manifest.number("k")
    for cell in (cell for cell, pairs in b.inputs.items() if pairs):
        ciphertexts, where = _mixed(b, cell), f"{cell[0]}, {cell[1]}"
        partials = b.partials(cell)
        need(len(partials) >= k, f"{where}: {len(partials)} trustees opened, {k} are needed")
        for i, doc in sorted(partials.items()):
            need(i in trustees, f"{where}: there is no trustee {i}")
            need(
                _signed(doc, "partial", trustees[i].raw("sign_pk")),
                f"{where}: the opening of trustee {i} is not signed",
            )
            shares = points_of(doc.raw("shares"), len(ciphertexts), "the shares of an opening")
            challenge, answer = (int.from_bytes(doc.raw(name), "little") for name in ("challenge", "answer"))
            context = context_of(b.manifest_hash, *cell, "decrypt")
            try:
                check_opening(b.group, trustees[i].raw("X_i"), context, ciphertexts, shares, challenge, answer)
            except Refusal as why:
                raise Refusal(f"{where}: trustee {i}: {why}") from None
            number += 1
    return Finding(f"{number} openings by trustees, each with a true proof")


def v19(b: Bundle) -> Finding:
    k, number, unreadable = b.manifest.number("k"), 0, 0
    for cell, pairs in b.inputs.items():
        entry = b.published[cell]
        slips, strange = (
            [unspelled(s) for s in entry.texts("slips")],
            [unspelled(s) for s in entry.texts("unreadable")],
        )
        found: list[bytes] = []
        left: list[bytes] = []
        if pairs:
            partials = b.partials(cell)
            shares = {
                i: points_of(partials[i].raw("shares"), len(pairs), "the shares of an opening")
                for i in sorted(partials)[:k]
            }
            need(len(shares) == k, "too few trustees have opened")
            for point, times in Counter(opened(b.group, _mixed(b, cell), shares)).items():
                thirty = thirty_of(b.group, point)
                (left if thirty is None else found).extend([point if thirty is None else thirty] * times)
        need(
            sorted(found) == slips and sorted(left) == strange,
            f"{cell[0]}, {cell[1]}: other slips were opened than are published",
        )
        number, unreadable = number + len(slips), unreadable + len(strange)
    return Finding(f"{number + unreadable} slips are what the covers held; {unreadable} of them cannot be read")


def v20(b: Bundle) -> Finding:
    tellers = {teller.text("name") for teller in b.manifest.docs("tellers")}
    winners = Counter(b.roll[vote.handle] for vote in b.selection.counted if vote.channel == "paper")
    small, read, found = 0, set[tuple[str, str]](), Counter[str]()
    for batch in b.batches:
        style = batch.text("style")
        where = f"batch {batch.text('batch')}, {style}"
        key = (batch.text("batch"), style)
        need(key not in read and style in winners, f"{where}: read twice, or nothing of it counts")
        read.add(key)
        papers, missing = batch.number("papers"), batch.number("missing")
        found[style] += papers
        need(papers > 0 and missing <= papers, f"{where}: more papers are missing than there are")
        names = batch.texts("tellers")
        known = not tellers or set(names) <= tellers
        need(len(names) == 2 and len(set(names)) == 2 and known, f"{where}: not read by two tellers")
        rows = batch.docs("slips")
        need(tuple(row.text("contest") for row in rows) == b.styles[style], f"{where}: not one row for each contest")
        for row in rows:
            slips = [unspelled(slip) for slip in row.texts("slips")]
            need(slips == sorted(slips), f"{where}: slips out of order")
            need(len(slips) + row.number("spoilt") == papers - missing, f"{where}: not as many slips as papers")
            need(b.read_slips((row.text("contest"), style), slips)[1] == 0, f"{where}: a slip is written wrongly")
        small += papers - missing < b.manifest.number("privacy_floor")
    for style in winners:
        need(found[style] == winners[style], f"{style}: {found[style]} papers were read, {winners[style]} count")
    warnings = [f"{small} batches are smaller than the privacy floor"] if small else []
    return Finding(f"{sum(winners.values())} papers in {len(read)} batches, each read by two tellers", warnings)


def _boxes(b: Bundle) -> dict[Cell, Box]:
    boxes = {}
    for cell, entry in b.published.items():
        choices, spoilt = b.read_slips(cell, [unspelled(slip) for slip in entry.texts("slips")])
        boxes[cell] = Box(choices, spoilt + len(entry.all("unreadable")))
    for batch in b.batches:
        for row in batch.docs("slips"):
            cell = (row.text("contest"), batch.text("style"))
            if cell not in boxes:
                raise Refusal("papers of a contest that is not theirs")
            choices, spoilt = b.read_slips(cell, [unspelled(slip) for slip in row.texts("slips")])
            boxes[cell] = Box(boxes[cell].choices + choices, boxes[cell].spoilt + spoilt + row.number("spoilt"))
    return boxes


def expected_result(b: Bundle) -> Plain:
    """What result.json has to say."""
    casting = [one for one in b.leaves if one.text("kind") == "casting-vote"]
    chair = {one.text("contest"): one.text("side") for one in casting}
    motions = {contest for contest, doc in b.contests.items() if doc.text("kind") == "resolution"}
    need(len(chair) == len(casting) and set(chair) <= motions, "a casting vote is used twice, or on no resolution")
    tally = Tally(b.manifest, b.facts, _boxes(b), _roll(b), _voted(b), chair)
    return {
        **result_head(b.manifest, b.manifest_hash, len(b.leaves), b.tree.root(len(b.leaves))),
        "roll": dict(tally.roll),
        "voted": dict(tally.voted),
        "ways": dict(_ways(b)),
        "contests": tally.count(),
        "quorate": tally.quorate(),
    }


def v21(b: Bundle) -> Finding:
    expected = expected_result(b)
    if written(expected) != b.raw("result.json"):
        declared = Doc(b.document("result.json"))
        plain = Doc(expected).plain
        wrong = sorted(n for n in plain if written(plain[n]) != written(declared.plain.get(n, "")))
        raise Refusal(f"the count gives another result than the one declared ({', '.join(wrong) or 'contests'})")
    return Finding(f"{len(b.contests)} contests counted anew; the result is the same, byte for byte")


def v22(b: Bundle) -> Finding:
    floor = b.manifest.number("privacy_floor")
    small = [f"{contest}, {style}: {box.all}" for (contest, style), box in _boxes(b).items() if 0 < box.all < floor]
    warnings = [f"few enough to guess who voted how: {'; '.join(small[:20])}"] if small else []
    return Finding(f"the privacy floor is {floor}; {len(small)} published groups are below it", warnings)


def v23(b: Bundle) -> Finding:
    told, warnings = Counter[str](), []
    for index, one in enumerate(b.leaves):
        kind = one.text("kind")
        if kind == "strike":
            officers = one.texts("officers")
            need(len(officers) == 2 and len(set(officers)) == 2, f"the strike at {index} is not by two officers")
            warnings.append(f"leaf {index}: a handle was struck ({one.text('reason')[:80]})")
        elif kind == "incident":
            warnings.append(
                f"leaf {index}: something happened that the record shows ({spelled(one.raw('text_hash'))})"
            )
        elif kind == "epoch":
            officers, head = one.texts("officers"), one.doc("prev_head")
            need(len(officers) == 2 and len(set(officers)) == 2, f"the restart at {index} is not by two officers")
            size = head.number("size")
            known = size <= index and b.tree.root(size) == head.raw("root")
            ending = "nothing was lost" if known else "what came after it may be lost"
            warnings.append(f"leaf {index}: the server was restored; outside it size {size} was last seen; {ending}")
        else:
            continue
        told[kind] += 1
    if sum(one.text("kind") == "facts" for one in b.leaves) > 1:
        warnings.append("what the count is told was fixed more than once; the last holds")
    words = ", ".join(f"{number} {kind}" for kind, number in sorted(told.items())) or "none"
    return Finding(f"actions of officers: {words}", warnings)


def v24(b: Bundle) -> Finding:
    machine = f"Python {platform.python_version()}, {b.group.words}"
    if not b.manifest.has("verifier_sha256"):
        return Finding(machine, ["the manifest names no checker"])
    need(
        b.verifier_hash == b.manifest.raw("verifier_sha256"),
        "verify.py in the bundle is not the one that the manifest names",
    )
    return Finding(f"verify.py is the one that the manifest names; {machine}")


COUNT_CHECKS: dict[str, Callable[[Bundle], Finding]] = {
    "V15": v15, "V16": v16, "V17": v17, "V18": v18, "V19": v19,
    "V20": v20, "V21": v21, "V22": v22, "V23": v23, "V24": v24,
}  # fmt: skip
