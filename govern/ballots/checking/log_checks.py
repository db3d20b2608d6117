"""Checks V1 to V14 without V7: the files, the manifest, the roll, keys, the log and its heads, and what counts.

A check raises `Fails` or any refusal of the service's own code where it fails, and otherwise says what it found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from govern.ballots.checking.published import Fails, Published, checksums_of, need, some
from govern.ballots.seal import bundle, checkpoint, covers, group, sharing
from govern.ballots.seal.canonical import digest
from govern.ballots.seal.contests import ContestKind
from govern.ballots.seal.cosigning import cosigned_at, cosigner_hash
from govern.ballots.seal.documents import (
    Appointed,
    Arrived,
    Cast,
    CastingVote,
    Closed,
    FactsFixed,
    Left,
    Level,
    Manifest,
    Opened,
    OpenedForTest,
    PaperBatch,
    PaperIn,
    Revoked,
    Sealing,
    Struck,
    Taken,
    Withdrawn,
)
from govern.ballots.seal.fields import repeats
from govern.ballots.seal.fingerprint import fingerprint, read_fingerprint
from govern.ballots.seal.manifest import Signer
from govern.errors import NotValid

AFTER_ONLY = (PaperBatch, FactsFixed, CastingVote)
BEFORE_ONLY = (Opened, Closed, Taken, Revoked, Appointed, OpenedForTest, Arrived, Left)
ABOUT_SOMEBODY = (Appointed, Cast, PaperIn, Arrived, Left, Struck)
ELECTIONS = ("stv", "av", "block_vote", "approval")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, in plain words with its numbers; warnings beside it."""

    words: str
    warnings: tuple[str, ...] = ()


def v1(p: Published) -> Finding:
    told = [f"{name}: {why}" for name, why in sorted(p.faults.items())]
    more = f"; and {len(told) - 5} more" if len(told) > 5 else ""
    need(not told, "; ".join(told[:5]) + more)
    number = checksums_of(p)
    return Finding(f"{number} files match their checksums, and every document is written in its one way")


def v2(p: Published, words: str | None) -> Finding:
    check_manifest(p.manifest)
    first = p.leaves[0]
    need(isinstance(first, Opened), "the log does not begin with the opening of the ballot")
    opened_with = isinstance(first, Opened) and first.manifest_hash == p.manifest_hash
    need(opened_with, "the log was opened with another manifest")
    twelve = fingerprint(p.manifest_hash)
    if words is None:
        return Finding(
            "the manifest is the one that the log was opened with",
            (f"compare these twelve words with the notice: {' '.join(twelve)}",),
        )
    given = read_fingerprint(words.replace("-", " "))
    need(given == twelve, f"the manifest has another fingerprint than the words given: {' '.join(twelve)}")
    return Finding("the manifest is the log's, and it has the twelve words of the notice")


def check_manifest(manifest: Manifest) -> None:
    """What section 3 of docs/bundle.md asks of a manifest beyond what reading it asks."""
    order = [contest.id for contest in manifest.contests]
    need(manifest.sealing is Sealing.SLIPS, "the ballot is not sealed in shares, so it has no bundle")
    for contest in manifest.contests:
        need(
            contest.kind is not ContestKind.RESOLUTION or len(contest.options) == 2, "a resolution is for or against"
        )
        need("body" not in contest.rule_params or contest.seats > 0, "an election has no place to fill")
    for style in manifest.styles:
        joined = "+".join(style.constituencies)
        need(bool(style.constituencies) and joined == style.id, f"the style {style.id} is not called by its groups")
        in_order = tuple(contest for contest in order if contest in style.contests)
        need(style.contests == in_order, f"the contests of the style {style.id} are not in the ballot's order")


def v3(p: Published) -> Finding:
    styles = {style.id for style in p.manifest.styles}
    need(digest("roll", p.raw("roll.json")) == p.manifest.roll_hash, "the roll is not the one of the manifest")
    need(len(p.roll) == p.manifest.roll_size, "the roll has another size than the manifest says")
    need(all(row.style in styles for row in p.roll), "a style on the roll is not in the manifest")
    need(all(row.units == 1 for row in p.roll), "somebody on the roll has more than one vote")
    each = ", ".join(f"{style} {number}" for style, number in sorted(Counter(p.style_of.values()).items()))
    return Finding(f"{len(p.roll)} people on the roll: {each}")


def v4(p: Published) -> Finding:
    m = p.manifest
    need(1 <= m.threshold <= len(m.trustees), f"{m.threshold} trustees have to open, and there are {len(m.trustees)}")
    need(not repeats(str(one.number) for one in m.trustees), "two trustees have one number")
    sharing.check_commitments(m.election_key, m.feldman, m.threshold)
    for trustee in m.trustees:
        public = sharing.share_key(m.feldman, trustee.number)
        good = public not in (group.IDENTITY,) and public == trustee.share_key
        need(good, f"the key of trustee {trustee.number} does not follow from the commitments")
    keys = [one.signing_key for one in m.trustees] + [one.key for one in (*m.mixers, *m.witnesses)]
    need(not repeats(keys), "two trustees, mixers or witnesses have one key")
    for called, those in (("mixers", m.mixers), ("witnesses", m.witnesses)):
        need(not repeats(one.name for one in those), f"two {called} have one name")
    few = m.level is not Level.EVERYDAY and (m.threshold < 2 or m.witness_quorum < 2)
    warnings = ("one trustee or one witness is enough here, which is few for this level",) if few else ()
    return Finding(
        f"{m.threshold} of {len(m.trustees)} trustees open; their keys follow from the commitments", warnings
    )


def v5(p: Published) -> Finding:
    final = p.heads[-1]
    head = checkpoint.verify(final.note(), p.manifest.log_origin, p.manifest.log_key)
    need(head.size == len(p.lines), f"the last head is of {head.size} leaves, and the log has {len(p.lines)}")
    need(head.root == p.root, "the root made from all leaves is not the one that the log signed")
    return Finding(f"{head.size} leaves give the root that the log signed")


def v6(p: Published) -> Finding:
    m, last = p.manifest, 0
    roots = p.roots(head.checkpoint.size for head in p.heads)
    seen: list[str] = []
    for signed in p.heads:
        note = signed.note()
        head = checkpoint.verify(note, m.log_origin, m.log_key)
        need(last <= head.size <= len(p.lines), "the heads are not in the order of their sizes, or one is too large")
        need(roots.get(head.size) == head.root, f"the log never had the head of size {head.size}")
        seen = [witness.name for witness in m.witnesses if _cosigned(note, witness)]
        last = head.size
    enough = len(seen) >= m.witness_quorum
    need(enough, f"{len(seen)} witnesses signed the last head, and {m.witness_quorum} are needed")
    times = [head.checkpoint.at for head in p.heads if head.checkpoint.at is not None]
    back = ("the clock of the log went back between two heads",) if times != sorted(times) else ()
    signed_by = some(len(seen), "witness", "witnesses")
    return Finding(f"{some(len(p.heads), 'head')} that the log has had; {signed_by} signed the last", back)


def _cosigned(note: str, witness: Signer) -> bool:
    """Whether a witness signed; a line of theirs that is no good signature is refused, and so are two."""
    identity = cosigner_hash(witness.name, witness.key)
    lines = [(line.name, line.key_hash) for line in checkpoint.read(note).signatures]
    need(lines.count((witness.name, identity)) <= 1, f"the witness {witness.name} stands under a head twice")
    return cosigned_at(note, witness) is not None


def v8(p: Published) -> Finding:
    kinds = [type(leaf) for leaf in p.leaves]
    need(kinds[0] is Opened and kinds.count(Opened) == 1, "the log does not open once, at its beginning")
    need(Withdrawn not in kinds, "the ballot was withdrawn: nothing of it is ever opened")
    need(kinds.count(Closed) == 1, f"the log closes {kinds.count(Closed)} times")
    need(kinds.count(Taken) <= 1, "the vote in the room was taken twice")
    need(FactsFixed in kinds, "the log does not hold the facts of the count")
    close = kinds.index(Closed)
    for place, kind in enumerate(kinds):
        need(place <= close or kind not in BEFORE_ONLY, f"leaf {place} may not come after the close")
        need(place > close or kind not in AFTER_ONLY, f"leaf {place} may not come before the close")
    fixed = [leaf for leaf in p.leaves if isinstance(leaf, FactsFixed)][-1]
    need(fixed.facts_hash == p.facts.hash(), "the facts are not those that the log fixed")
    for place, leaf in enumerate(p.leaves):
        known = not isinstance(leaf, ABOUT_SOMEBODY) or _handle(leaf) in p.style_of
        need(known, f"leaf {place} is about a handle that is not on the roll")
        ends = not isinstance(leaf, Revoked) or (leaf.authority < place and leaf.authority in p.appointments)
        need(ends, f"leaf {place} ends no earlier appointment")
    late = sum(kind in (Cast, PaperIn) for kind in kinds[close:])
    told = ", ".join(f"{number} {kind.kind}" for kind, number in sorted(Counter(kinds).items(), key=_by_kind))
    warnings = (f"{some(late, 'vote')} came after the close and cannot count",) if late else ()
    return Finding(f"the leaves stand in a lawful order: {told}", warnings)


def _handle(leaf: Appointed | Cast | PaperIn | Arrived | Left | Struck) -> str:
    return leaf.envelope.handle if isinstance(leaf, Cast) else leaf.handle


def _by_kind(counted: tuple[type, int]) -> str:
    return str(getattr(counted[0], "kind", ""))


def v9(p: Published) -> Finding:
    contests = {style.id: style.contests for style in p.manifest.styles}
    for place, leaf in p.envelopes:
        sealed = leaf.envelope.sealed
        style = p.style_of.get(leaf.envelope.handle)
        need(style == sealed.style, f"the envelope at leaf {place} has not the style of its handle")
        need(sealed.manifest_hash == p.manifest_hash, f"the envelope at leaf {place} was made for another ballot")
        mine = contests.get(sealed.style, ())
        authority = leaf.envelope.authority
        cited = None if authority is None else p.appointments.get(authority)
        if cited is not None and cited.contests is not None:
            mine = tuple(contest for contest in mine if contest in cited.contests)
        held = tuple(slip.contest for slip in sealed.slips)
        need(held == mine, f"the envelope at leaf {place} does not hold one slip for each of its contests, in order")
    return Finding(f"{some(len(p.envelopes), 'envelope')} in order")


def v10(p: Published) -> Finding:
    number, false = 0, list[int]()
    for place, leaf in p.envelopes:
        number += len(leaf.envelope.sealed.slips)
        try:
            covers.check_covers(p.manifest, leaf.envelope.sealed)
        except NotValid:
            false.append(place)
    need(not false, f"{len(false)} envelopes hold a slip whose proof is false, the first at leaf {false[:1]}")
    return Finding(f"{some(number, 'slip')}, each sealed by somebody who knew what with")


def v11(p: Published) -> Finding:
    seen: Counter[bytes] = Counter()
    tested, cast = set[bytes](), set[bytes]()
    for leaf in p.leaves:
        if isinstance(leaf, OpenedForTest):
            seen.update(leaf.slips)
            tested.add(leaf.sealed_hash)
        elif isinstance(leaf, Cast):
            seen.update(covers.once_only(p.manifest, slip.box) for slip in leaf.envelope.sealed.slips)
            cast.add(leaf.envelope.sealed.hash())
    twice = sum(number > 1 for number in seen.values())
    need(not twice, f"{twice} covers stand in the log more than once: somebody's slip was copied")
    need(not tested & cast, f"{len(tested & cast)} envelopes that were opened as a test were cast")
    return Finding(f"{some(len(seen), 'cover')}, all different; {some(len(tested), 'envelope')} tested and not cast")


def v12(p: Published) -> Finding:
    if p.manifest.level is Level.CONTESTED:
        return Finding("this version has no codes of voters", ("the level says that there should be codes",))
    return Finding("this level has no codes of voters")


def v13(p: Published) -> Finding:
    contests = {style.id: set(style.contests) for style in p.manifest.styles}
    holders: Counter[bytes] = Counter()
    for place, leaf in p.appointments.items():
        mine = contests.get(p.style_of.get(leaf.handle, ""), set())
        fits = leaf.contests is None or set(leaf.contests) <= mine
        need(fits, f"the appointment at leaf {place} is for contests that its handle has not")
        if place not in p.revoked:
            holders[leaf.holder_hash] += 1
    by_others = sum(entry.authority is not None for entry in p.selection.counted)
    most = max(holders.values(), default=0)
    words = f"{some(len(p.appointments), 'appointment')}; {some(by_others, 'vote')} counted by them"
    return Finding(f"{words}; one holds {most} at most")


def v14(p: Published) -> Finding:
    p.counted  # noqa: B018  # where it cannot be read, this check says so
    selection = p.selection
    need(p.raw("counted.json") == bundle.counted(selection), "what counts by the log is not what the bundle says")
    counted = some(len(selection.counted), "vote")
    return Finding(f"{counted} counted and {len(selection.displaced)} not, as the log gives it")


LOG_CHECKS: dict[str, Callable[[Published], Finding]] = {
    "V1": v1, "V3": v3, "V4": v4, "V5": v5, "V6": v6, "V8": v8, "V9": v9,
    "V10": v10, "V11": v11, "V12": v12, "V13": v13, "V14": v14,
}  # fmt: skip

__all__ = ["ELECTIONS", "LOG_CHECKS", "Fails", "Finding", "check_manifest", "v2"]
