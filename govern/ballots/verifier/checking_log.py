"""Checks V1 to V15: the files, the manifest, the roll, the log and its heads, the envelopes, and what counts.

MIT licence; standard library only. A check raises `Refusal` where it fails, and otherwise says what it found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from govern.ballots.verifier.group import joined_parts
from govern.ballots.verifier.opening import Bundle
from govern.ballots.verifier.proofs import check_knowledge, feldman_part
from govern.ballots.verifier.reading import Doc, Plain, Refusal, digest, unspelled, written
from govern.ballots.verifier.shapes import CHANNELS
from govern.ballots.verifier.slips import BITS
from govern.ballots.verifier.words import WORDS

AFTER_CLOSE = ("strike", "incident", "epoch", "paper-batch", "facts", "casting-vote", "envelope", "paper-in")
ONLY_AFTER = ("paper-batch", "facts", "casting-vote")
TRUSTEES = 255
RANKS, OPTIONS = BITS // 6, 63


@dataclass(slots=True)
class Finding:
    """What a check found, in plain words; warnings beside it."""

    words: str
    warnings: list[str] = field(default_factory=list)


def need(good: bool, otherwise: str) -> None:
    if not good:
        raise Refusal(otherwise)


def fingerprint_of(manifest_hash: bytes) -> list[str]:
    number = int.from_bytes(manifest_hash[:15], "big")
    return [WORDS[number >> shift & 1023] for shift in range(110, -1, -10)]


def v1(b: Bundle) -> Finding:
    need(
        not b.failures,
        "; ".join(b.failures[:5]) + (f"; and {len(b.failures) - 5} more" if len(b.failures) > 5 else ""),
    )
    listed = Doc(b.document("checksums.json")).docs("files")
    paths = [entry.text("path") for entry in listed]
    need(
        paths == [name for name in b.archive.names() if name != "checksums.json"],
        "the list of checksums is not of all files in order",
    )
    wrong = [entry.text("path") for entry in listed if b.archive.sha256(entry.text("path")) != entry.raw("sha256")]
    need(not wrong, f"the checksum of {', '.join(wrong[:3])} is not right")
    return Finding(f"{len(paths)} files match their checksums, every document is written in its one way")


def v2(b: Bundle, words: str | None) -> Finding:
    manifest = b.manifest
    check_manifest(manifest)
    first = b.leaves[0] if b.leaves else None
    need(first is not None and first.text("kind") == "open", "the log does not begin with the opening")
    assert first is not None
    need(first.raw("manifest_hash") == b.manifest_hash, "the log was opened with another manifest")
    twelve = fingerprint_of(b.manifest_hash)
    if words is None:
        return Finding(
            "the manifest is the log's", [f"compare these twelve words with the notice: {' '.join(twelve)}"]
        )
    need(
        words.lower().replace("-", " ").split() == twelve,
        "the manifest has another fingerprint than the twelve words given",
    )
    return Finding("the manifest is the log's, and has the twelve words of the notice")


def check_manifest(manifest: Doc) -> None:
    """What section 3 of docs/bundle.md asks of a manifest beyond its shape."""
    need(manifest.number("v") == 1, "the manifest is of another version")
    need(sorted(manifest.texts("precedence")) == sorted(CHANNELS), "the precedence is not of the six channels")
    need(manifest.number("privacy_floor") > 0, "the privacy floor is at least one")
    need(manifest.number("k_w") <= len(manifest.docs("witnesses")), "more witnesses are needed than there are")
    need(len(manifest.text("log_origin")) <= 255, "the name of the log is too long")
    need(manifest.text("opens") < manifest.text("closes"), "the ballot closes before it opens")
    contests = [contest.text("id") for contest in manifest.docs("contests")]
    styles = [style.text("id") for style in manifest.docs("styles")]
    need(bool(contests) and len(set(contests)) == len(contests), "two contests have one id, or there is none")
    need(bool(styles) and len(set(styles)) == len(styles), "two styles have one id, or there is none")
    for contest in manifest.docs("contests"):
        options = [option.text("id") for option in contest.docs("options")]
        need(len(set(options)) == len(options), "two options of a contest have one id")
        kind, most = contest.text("kind"), contest.number("at_most")
        top, ranks = {"resolution": (2, 1), "ranking": (OPTIONS, RANKS), "set": (BITS, BITS)}[kind]
        need(
            0 < len(options) <= top and 0 < most <= min(len(options), ranks) and contest.number("seats") <= BITS,
            "a contest has more options, marks or places than there can be",
        )
        for option in contest.docs("options"):
            shows = not option.has("photograph") or option.doc("photograph").doc("shows").plain
            need(bool(shows), "a photograph is not told of in words")
        need(kind != "resolution" or (len(options) == 2 and most == 1), "a resolution is for or against")
        election = bool(contest.doc("rule_params").has("body"))
        need(not election or contest.number("seats") > 0, "an election has no place to fill")
    for style in manifest.docs("styles"):
        groups, mine = style.texts("constituencies"), style.texts("contests")
        need(bool(mine) and style.fraction("weight") > 0, "a style has no contest or no weight")
        need(bool(groups) and "+".join(groups) == style.text("id"), "a style has another id than its groups")
        need(
            mine == tuple(c for c in contests if c in mine) and len(set(mine)) == len(mine),
            "a style's contests are not the ballot's in order",
        )


def v3(b: Bundle) -> Finding:
    handles = [row.text("handle") for row in b.rows]
    need(digest("roll", b.raw("roll.json")) == b.manifest.raw("roll_hash"), "the roll is not the one of the manifest")
    need(len(handles) == b.manifest.number("roll_size"), "the roll has another size than the manifest says")
    need(handles == sorted(set(handles)), "a handle stands twice on the roll, or the roll is out of order")
    need(all(row.text("style") in b.styles for row in b.rows), "a style on the roll is not in the manifest")
    need(all(row.number("units") == 1 for row in b.rows), "a row of the roll has more than one vote")
    per_style = ", ".join(f"{style} {number}" for style, number in sorted(Counter(b.roll.values()).items()))
    return Finding(f"{len(handles)} people on the roll: {per_style}")


def v4(b: Bundle) -> Finding:
    manifest, k = b.manifest, b.manifest.number("k")
    commitments = [unspelled(point) for point in manifest.texts("feldman")]
    trustees = manifest.docs("trustees")
    numbers = [trustee.number("i") for trustee in trustees]
    need(max((*numbers, k)) <= TRUSTEES, "a number of trustees is too large")
    need(1 <= k <= len(trustees) and len(commitments) == k, "as many commitments as trustees that open are needed")
    need(
        sorted(set(numbers)) == sorted(numbers) and all(numbers), "the trustees' numbers are not distinct from one on"
    )
    need(all(b.group.valid(point) for point in commitments), "a commitment is not a point")
    need(commitments[0] == manifest.raw("election_key"), "the commitments are to another key")
    for trustee in trustees:
        part = feldman_part(b.group, commitments, trustee.number("i"))
        need(
            part != bytes(32) and part == trustee.raw("X_i"),
            f"the key of trustee {trustee.number('i')} does not follow from the commitments",
        )
    keys = [trustee.raw("sign_pk") for trustee in trustees]
    for role in ("mixers", "witnesses"):
        keys += [one.raw("pk") for one in manifest.docs(role)]
        names = [one.text("name") for one in manifest.docs(role)]
        need(len(set(names)) == len(names), f"two of the {role} have one name")
    need(len(set(keys)) == len(keys), "two trustees, mixers or witnesses have one key")
    warnings = []
    if manifest.text("level") != "everyday" and (k < 2 or manifest.number("k_w") < 2):
        warnings.append("one trustee or one witness is enough here, which is few for this level")
    return Finding(f"{k} of {len(trustees)} trustees open; their keys follow from the commitments", warnings)


def v5(b: Bundle) -> Finding:
    final, manifest = b.heads[-1], b.manifest
    need(final.size == len(b.leaves), "the last head is of another size than the log")
    need(final.root == b.tree.root(final.size), "the root made from all leaves is not the one of the last head")
    need(
        final.signed_by_log(manifest.text("log_origin"), manifest.raw("log_pk")),
        "the log has not signed the last head",
    )
    return Finding(f"{final.size} leaves make the root that the log signed")


def v6(b: Bundle) -> Finding:
    manifest, last = b.manifest, 0
    witnesses = [(one.text("name"), one.raw("pk")) for one in manifest.docs("witnesses")]
    for head in b.heads:
        good = all(head.says_true_of(name, key) for name, key in witnesses)
        need(good, f"under the head of size {head.size} a witness has two lines, or one that is not theirs")
        need(last <= head.size <= len(b.leaves), "the heads are not in the order of their sizes")
        need(head.root == b.tree.root(head.size), f"the tree never had the head of size {head.size}")
        need(
            head.signed_by_log(manifest.text("log_origin"), manifest.raw("log_pk")),
            f"the log has not signed the head of size {head.size}",
        )
        last = head.size
    seen = [
        one.text("name") for one in manifest.docs("witnesses") if b.heads[-1].seen_by(one.text("name"), one.raw("pk"))
    ]
    need(
        len(seen) >= manifest.number("k_w"),
        f"{len(seen)} of the witnesses have signed the last head, {manifest.number('k_w')} are needed",
    )
    times = [head.time for head in b.heads]
    warnings = [] if times == sorted(times) else ["the clock of the log went back between two heads"]
    return Finding(
        f"{len(b.heads)} heads, each one that the tree has had; {len(seen)} witnesses signed the last", warnings
    )


def v8(b: Bundle) -> Finding:
    kinds = [leaf.text("kind") for leaf in b.leaves]
    need(kinds[:1] == ["open"] and kinds.count("open") == 1, "the log does not open once, at its beginning")
    need("withdrawn" not in kinds, "the ballot was withdrawn: nothing of it is opened")
    need(kinds.count("close") == 1, "the log does not close once")
    need(kinds.count("taken") <= 1, "the vote in the room was taken twice")
    need("facts" in kinds, "the log does not hold the facts of the count")
    close = kinds.index("close")
    need(all(kind in AFTER_CLOSE for kind in kinds[close + 1 :]), "something came after the close that may not")
    need(
        not any(kind in ONLY_AFTER for kind in kinds[:close]),
        "papers were read, facts told or a tie decided before the close",
    )
    facts = [leaf for leaf in b.leaves if leaf.text("kind") == "facts"][-1]
    need(facts.raw("facts_hash") == digest("facts", b.raw("facts.json")), "the facts are not those of the log")
    for index, leaf in enumerate(b.leaves):
        if leaf.has("handle"):
            need(leaf.text("handle") in b.roll, f"leaf {index} is about a handle that is not on the roll")
        if leaf.text("kind") == "revoke":
            cited = b.history.appointments.get(leaf.number("authority"))
            need(cited is not None and leaf.number("authority") < index, f"leaf {index} ends no earlier appointment")
    late = sum(1 for kind in kinds[close:] if kind in ("envelope", "paper-in"))
    warnings = [f"{late} votes came after the close and do not count"] if late else []
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(Counter(kinds).items()))
    return Finding(f"the leaves stand in a lawful order: {told}", warnings)


def envelopes(b: Bundle) -> list[tuple[int, Doc]]:
    return [(index, leaf) for index, leaf in enumerate(b.leaves) if leaf.text("kind") == "envelope"]


def v9(b: Bundle) -> Finding:
    found = envelopes(b)
    for index, leaf in found:
        sealed, handle = leaf.doc("sealed"), leaf.text("handle")
        need(b.roll.get(handle) == sealed.text("style"), f"the envelope at {index} has not the style of its handle")
        need(sealed.raw("manifest_hash") == b.manifest_hash, f"the envelope at {index} was made for another ballot")
        ticket = digest("ticket", handle.encode() + leaf.raw("nonce"))
        need(sealed.raw("ticket") == ticket, f"the ticket of the envelope at {index} is not its handle's")
        contests = b.styles[sealed.text("style")]
        cited = b.history.appointments.get(leaf.number("authority")) if leaf.has("authority") else None
        if cited is not None and cited.has("contests"):
            contests = tuple(contest for contest in contests if contest in cited.texts("contests"))
        held = tuple(slip.text("contest") for slip in sealed.docs("slips"))
        need(held == contests, f"the envelope at {index} does not hold one slip for each of its contests")
    return Finding(f"{len(found)} envelopes are in order")


def v10(b: Bundle) -> Finding:
    key, number, false = b.manifest.raw("election_key"), 0, list[int]()
    for index, leaf in envelopes(b):
        sealed = leaf.doc("sealed")
        for slip in sealed.docs("slips"):
            label = joined_parts(b.manifest_hash, slip.text("contest"), sealed.text("style"), sealed.raw("ticket"))
            number += 1
            try:
                check_knowledge(b.group, key, slip.raw("box"), label)
            except Refusal:
                false.append(index)
    need(
        not false,
        f"{len(false)} of {number} slips have a false proof of knowledge, the first in the envelope at {false[:1]}",
    )
    return Finding(f"{number} slips, each with a true proof of knowledge")


def v11(b: Bundle) -> Finding:
    covers: Counter[bytes] = Counter()
    tested, cast = set[bytes](), list[bytes]()
    for leaf in b.leaves:
        if leaf.text("kind") == "test":
            need(bool(leaf.texts("slips")), "a test holds no slip")
            covers.update(unspelled(a) for a in leaf.texts("slips"))
            tested.add(leaf.raw("sealed_hash"))
        elif leaf.text("kind") == "envelope":
            covers.update(slip.raw("box")[:32] for slip in leaf.doc("sealed").docs("slips"))
            cast.append(digest("sealed", written(leaf.doc("sealed").plain)))
    twice = sum(1 for number in covers.values() if number > 1)
    need(twice == 0, f"{twice} covers stand in the log more than once")
    need(not tested & set(cast), "an envelope that was opened as a test was cast")
    return Finding(f"{len(covers)} covers, all different; none of {len(tested)} tested envelopes was cast")


def v12(b: Bundle) -> Finding:
    if b.manifest.text("level") == "contested":
        return Finding(
            "this version of the bundle has no voters' codes", ["the level says that there should be codes"]
        )
    return Finding("no voters' codes at this level")


def v13(b: Bundle) -> Finding:
    holders: Counter[bytes] = Counter()
    for index, leaf in b.history.appointments.items():
        if leaf.has("contests"):
            mine, style = leaf.texts("contests"), b.roll.get(leaf.text("handle"), "")
            need(
                bool(mine) and set(mine) <= set(b.styles.get(style, ())),
                f"the appointment at {index} is for contests that its handle has not",
            )
            need(len(set(mine)) == len(mine), f"the appointment at {index} names a contest twice")
        if index not in b.history.revoked:
            holders[leaf.raw("holder_hash")] += 1
    for vote in b.selection.counted:
        if vote.authority is not None:
            need(b.history.appointment(vote) is not None, f"the vote at {vote.index} counts without an appointment")
    counted = sum(1 for vote in b.selection.counted if vote.authority is not None)
    most = max(holders.values(), default=0)
    return Finding(
        f"{len(b.history.appointments)} appointments, {counted} votes by them count; one holder has {most} at most"
    )


def expected_counted(b: Bundle) -> Plain:
    """What counted.json has to say."""
    return {
        "counted": [dict(vote.row()) for vote in b.selection.counted],
        "displaced": [
            {"index": vote.index, "handle": vote.handle, "channel": vote.channel, "why": why, "by": by}
            for vote, why, by in b.selection.displaced
        ],
    }


def v14(b: Bundle) -> Finding:
    need(b.raw("counted.json") == written(expected_counted(b)), "what counts by the log is not what the bundle says")
    return Finding(
        f"{len(b.selection.counted)} votes count and {len(b.selection.displaced)} do not, as the log gives it"
    )


CHECKS: dict[str, Callable[[Bundle], Finding]] = {
    "V1": v1, "V3": v3, "V4": v4, "V5": v5, "V6": v6, "V8": v8, "V9": v9,
    "V10": v10, "V11": v11, "V12": v12, "V13": v13, "V14": v14,
}  # fmt: skip
