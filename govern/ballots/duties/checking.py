"""The whole of a log after its close, as mixers and scrutineers check it: only what was cast and chosen is opened.

Ballot-protocol 3.5: each tool works the choice of envelopes out for itself and follows every mix from there. An
envelope that copies another's slip, or a slip by somebody who did not know what they sealed, would tell on a voter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from govern.ballots.duties.cores import each
from govern.ballots.duties.received import Received
from govern.ballots.duties.refusing import Stop, found_wrong
from govern.ballots.seal import ceremony, elgamal, sharing
from govern.ballots.seal.canonical import digest
from govern.ballots.seal.ceremony import Pair
from govern.ballots.seal.elgamal import Ciphertext, SealedSlip
from govern.ballots.seal.envelope import Envelope
from govern.ballots.seal.facts import Facts
from govern.ballots.seal.fields import repeats
from govern.ballots.seal.leaves import Appointed, Arrived, Cast, Leaf, Left, OpenedForTest, PaperIn, Struck
from govern.ballots.seal.leaves_after import Closed, FactsFixed, Withdrawn
from govern.ballots.seal.manifest import Level, Manifest, Sealing
from govern.ballots.seal.proof_documents import Mix
from govern.ballots.seal.roll import roll_from_bytes, roll_hash
from govern.ballots.seal.selecting import select_by
from govern.errors import NotValid

LEAST_MIXERS = 2
Lists = Mapping[Pair, tuple[Ciphertext, ...]]


@dataclass(frozen=True, slots=True)
class Checked:
    """`inputs`: what counts, by contest and style; `outputs`: what the last of `mixers` made of it."""

    inputs: Lists
    outputs: Lists
    mixers: tuple[str, ...]

    def question(self) -> bytes:
        """32 bytes that stand for just these outputs after just these mixers."""
        return hash_of_lists(self.outputs)

    def slips(self) -> int:
        return sum(map(len, self.inputs.values()))


def check_whole(received: Received) -> Checked:
    """Raises NotValid for a pack of another step or level, Stop for anything that is wrong in it."""
    for name in ("roll.json", "log.jsonl", "facts.json"):
        if name not in received.files:
            raise NotValid(
                "This pack has no {name}, so it is not the one for this step. Download the pack for your duty.",
                name=name,
            )
    manifest, leaves = received.manifest, received.leaves
    if manifest.level is Level.EVERYDAY:
        raise NotValid("At the level Everyday the server opens the ballot alone, so there is nothing to do for you.")
    with found_wrong():
        check_manifest(manifest)
        _check_order(received)
        check_envelopes(manifest, _roll(received), leaves)
        inputs = ceremony.inputs_of(manifest, leaves, select_by(manifest, leaves))
        mixes = _mixes(received)
        outputs = checked_chains(manifest, inputs, mixes)
    by_stage = {mix.stage: mix.mixer for mix in mixes}
    return Checked(inputs, outputs, tuple(by_stage[stage] for stage in sorted(by_stage)))


def checked_chains(manifest: Manifest, inputs: Lists, mixes: list[Mix]) -> Lists:
    """As `ceremony.check_chain`, each mix by itself: a ballot of one question has two mixes to check side by side."""
    made: dict[Pair, list[Mix]] = {pair: [] for pair in inputs}
    for mix in mixes:
        made.setdefault((mix.contest, mix.style), []).append(mix)
    mixers = {tuple(mix.mixer for mix in sorted(found, key=lambda mix: mix.stage)) for found in made.values()}
    if made.keys() != inputs.keys() or len(mixers) > 1:
        raise Stop("The mixes are not whole: each mixer mixes every question, and all in the same order.")
    links, outputs = ceremony.links_of(inputs, mixes)
    tasks = [(manifest, mix, taken) for mix, taken in links]
    for _ in each(_check_one_mix, tasks, sum(len(mix.outputs) for mix in mixes)):
        pass
    return outputs


def _check_one_mix(task: tuple[Manifest, Mix, tuple[Ciphertext, ...]]) -> None:
    ceremony.check_mix(*task)


def hash_of_lists(lists: Lists) -> bytes:
    """32 bytes for just these lists of sealed slips."""
    parts = []
    for (contest, style), found in sorted(lists.items()):
        content = b"".join(one.to_bytes() for one in found)
        parts += [contest.encode(), style.encode(), content]
    return digest("duty-lists", b"".join(len(part).to_bytes(8, "big") + part for part in parts))


def check_manifest(manifest: Manifest) -> None:
    """Raises Stop unless its key is in the shares that it says, and no two duties have one key."""
    if manifest.sealing is not Sealing.SLIPS:
        raise Stop("The slips of this ballot are not sealed to a key in shares.")
    sharing.check_commitments(manifest.election_key, manifest.feldman, manifest.threshold)
    for trustee in manifest.trustees:
        if trustee.share_key != sharing.share_key(manifest.feldman, trustee.number):
            raise Stop("The public share of {name} does not fit the key of the ballot.", name=trustee.name)
    numbers = [bytes([trustee.number]) for trustee in manifest.trustees]
    keys = [one.signing_key for one in manifest.trustees] + [one.key for one in manifest.mixers + manifest.witnesses]
    if repeats(numbers) or repeats(keys) or len(numbers) < manifest.threshold:
        raise Stop("Two duties in this ballot have the same key, or there are too few scrutineers.")
    if len(manifest.mixers) < LEAST_MIXERS:
        raise Stop("This ballot has fewer than two mixers.")


def _check_order(received: Received) -> None:
    leaves = received.leaves
    if any(isinstance(leaf, Withdrawn) for leaf in leaves):
        raise Stop("This ballot was withdrawn. Nothing in it is ever opened.")
    fixed = [leaf.facts_hash for leaf in leaves if isinstance(leaf, FactsFixed)]
    if sum(isinstance(leaf, Closed) for leaf in leaves) != 1 or not fixed:
        raise Stop("Voting is not closed in this log, or what the count is told is not in it.")
    if Facts.from_bytes(received.files["facts.json"]).hash() != fixed[-1]:
        raise Stop("What the count is told is not what the log has fixed.")


def _roll(received: Received) -> dict[str, str]:
    rows = roll_from_bytes(received.files["roll.json"])
    manifest = received.manifest
    if roll_hash(rows) != manifest.roll_hash or len(rows) != manifest.roll_size:
        raise Stop("The roll in this pack is not the one that was frozen.")
    if {row.style for row in rows} - {style.id for style in manifest.styles}:
        raise Stop("Somebody on the roll has a paper that this ballot does not have.")
    return {row.handle: row.style for row in rows}


def check_envelopes(manifest: Manifest, roll: Mapping[str, str], leaves: tuple[Leaf, ...]) -> None:
    """Everybody in the log is on the roll, and every envelope is in order (docs/bundle.md, 4). Raises Stop."""
    tested = {leaf.sealed_hash for leaf in leaves if isinstance(leaf, OpenedForTest)}
    covers = [cover for leaf in leaves if isinstance(leaf, OpenedForTest) for cover in leaf.slips]
    for index, leaf in enumerate(leaves):
        if isinstance(leaf, Appointed | Arrived | Left | PaperIn | Struck) and leaf.handle not in roll:
            raise Stop("Entry {index} of the log is for somebody who is not on the roll.", index=index)
        if isinstance(leaf, Cast):
            _check_envelope(manifest, roll, leaves, index, leaf.envelope)
            if leaf.envelope.sealed.hash() in tested:
                raise Stop("The envelope at entry {index} was opened as a test, and then cast.", index=index)
            covers += [SealedSlip.from_bytes(slip.box).ciphertext.a for slip in leaf.envelope.sealed.slips]
    if repeats(covers):
        raise Stop("A slip stands in the log twice: somebody copied another's vote.")


def _check_envelope(
    manifest: Manifest, roll: Mapping[str, str], leaves: tuple[Leaf, ...], index: int, envelope: Envelope
) -> None:
    sealed = envelope.sealed
    if roll.get(envelope.handle) != sealed.style or sealed.manifest_hash != manifest.hash():
        raise Stop("The envelope at entry {index} is for another paper or another ballot.", index=index)
    contests = manifest.style(sealed.style).contests
    cited = leaves[envelope.authority] if envelope.authority is not None and envelope.authority < index else None
    if isinstance(cited, Appointed) and cited.contests is not None:
        contests = tuple(contest for contest in contests if contest in cited.contests)
    if tuple(slip.contest for slip in sealed.slips) != contests:
        raise Stop("The envelope at entry {index} does not hold one slip for each of its questions.", index=index)
    for slip in sealed.slips:
        bound_to = elgamal.label(sealed.manifest_hash, slip.contest, sealed.style, sealed.ticket)
        if not elgamal.is_sound(manifest.election_key, SealedSlip.from_bytes(slip.box), bound_to):
            raise Stop("A slip in the envelope at entry {index} is not proved.", index=index)


def _mixes(received: Received) -> list[Mix]:
    """Each under the name that goes with what it says it is."""
    found = []
    for name in sorted(name for name in received.files if name.startswith("mix/")):
        mix = Mix.from_bytes(received.files[name])
        pairs = {(contest, style.id) for style in received.manifest.styles for contest in style.contests}
        pair = mix.contest, mix.style
        if pair not in pairs or ceremony.mix_name(received.manifest, pair, mix.stage) != name:
            raise Stop("The file {name} holds a mix of something else.", name=name)
        found.append(mix)
    return found
