"""From the closed log to the open slips, step by step: covers off, mixed by each mixer, opened by k trustees.

Ballot-protocol 3.5 (Strip, Mix, Decrypt). Each step takes the whole of what was published before it and trusts none
of it: a mixer checks the mixes before its own, a trustee all of them. The same functions serve the service at the
level Everyday, the scrutineers' tools, and whoever checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from govern.ballots.seal import elgamal, opening, sharing, shuffle_check, shuffle_proof, shuffling
from govern.ballots.seal.elgamal import Ciphertext, SealedSlip
from govern.ballots.seal.group import Point, Scalar
from govern.ballots.seal.leaves import Leaf
from govern.ballots.seal.manifest import Manifest, Signer, Trustee
from govern.ballots.seal.proof_documents import Mix, Partial
from govern.ballots.seal.selecting import Selection, strip
from govern.errors import NotValid

Pair = tuple[str, str]
"""A contest and a style: what is mixed and opened by itself."""


class OutOfTurn(NotValid):
    """This step cannot follow what was published before it."""


def inputs_of(manifest: Manifest, leaves: Sequence[Leaf], selection: Selection) -> dict[Pair, tuple[Ciphertext, ...]]:
    """The ciphertexts that count, by contest and style, sorted by their bytes; a pair with none is left out."""
    return {
        pair: tuple(SealedSlip.from_bytes(box).ciphertext for box in boxes)
        for pair, boxes in strip(manifest, leaves, selection).items()
        if boxes
    }


def mix_name(manifest: Manifest, pair: Pair, stage: int) -> str:
    """The name of a mix in the bundle (docs/bundle.md, section 2)."""
    return f"mix/{_place(manifest, pair)}-{stage}.json"


def partial_name(manifest: Manifest, pair: Pair, trustee: int) -> str:
    """The name of a partial decryption in the bundle."""
    return f"partial/{_place(manifest, pair)}-t{trustee}.json"


def _place(manifest: Manifest, pair: Pair) -> str:
    contests = [contest.id for contest in manifest.contests]
    styles = [style.id for style in manifest.styles]
    return f"c{contests.index(pair[0]) + 1}-s{styles.index(pair[1]) + 1}"


def mix(manifest: Manifest, pair: Pair, stage: int, mixer: str, inputs: Sequence[Ciphertext], seed: bytes) -> Mix:
    """One mixer's shuffle of one pair, proved, checked and signed. `seed`: the mixer's Ed25519 seed."""
    where = shuffle_proof.context(manifest.hash(), *pair, stage)
    outputs, proof = shuffling.shuffle(where, manifest.election_key, inputs)
    return Mix(*pair, stage, mixer, outputs, proof).signed(seed)


def check_mix(manifest: Manifest, found: Mix, inputs: Sequence[Ciphertext]) -> None:
    """Whether this mixer, whom the manifest names, shuffled just these. Raises OutOfTurn, NotSigned, NotAMix."""
    found.check_signed(_mixer(manifest, found.mixer).key)
    where = shuffle_proof.context(manifest.hash(), found.contest, found.style, found.stage)
    statement = shuffle_proof.Statement(where, manifest.election_key, tuple(inputs), found.outputs)
    shuffle_check.check(statement, found.proof)


def check_chain(
    manifest: Manifest, inputs: Mapping[Pair, tuple[Ciphertext, ...]], mixes: Iterable[Mix]
) -> dict[Pair, tuple[Ciphertext, ...]]:
    """All mixes so far; what the last of each pair gave. Raises OutOfTurn and what `check_mix` raises."""
    links, outputs = links_of(inputs, mixes)
    for found, taken in links:
        check_mix(manifest, found, taken)
    return outputs


Link = tuple[Mix, tuple[Ciphertext, ...]]
"""A mix, and what it says that it shuffled: what went in, or what the mix before it gave."""


def links_of(
    inputs: Mapping[Pair, tuple[Ciphertext, ...]], mixes: Iterable[Mix]
) -> tuple[list[Link], dict[Pair, tuple[Ciphertext, ...]]]:
    """The mixes stage by stage, and what the last of each pair gave, before any proof is checked.

    Every link is then checked by itself (`check_mix`), in whatever order. Every stage holds every pair, by one mixer
    who made none of the others. Raises OutOfTurn.
    """
    stages: dict[int, dict[Pair, Mix]] = {}
    for found in mixes:
        if stages.setdefault(found.stage, {}).setdefault((found.contest, found.style), found) is not found:
            raise OutOfTurn("A mix is there twice.")
    if sorted(stages) != list(range(1, len(stages) + 1)):
        raise OutOfTurn("A stage of the mixing is missing.")
    current, seen, links = dict(inputs), set[str](), list[Link]()
    for stage in sorted(stages):
        made = stages[stage]
        names = {found.mixer for found in made.values()}
        if made.keys() != current.keys() or len(names) != 1 or names & seen:
            raise OutOfTurn("Stage {stage} of the mixing is not whole, or not by one new mixer.", stage=stage)
        seen |= names
        for pair, found in made.items():
            links.append((found, current[pair]))
            current[pair] = found.outputs
    return links, current


def open_part(
    manifest: Manifest, pair: Pair, outputs: Sequence[Ciphertext], trustee: int, share: Scalar, seed: bytes
) -> Partial:
    """One trustee's part of one pair, proved and signed. `seed`: the trustee's Ed25519 seed."""
    where = opening.context(manifest.hash(), *pair)
    return Partial(*pair, trustee, opening.decrypt(where, share, outputs)).signed(seed)


def check_part(manifest: Manifest, found: Partial, outputs: Sequence[Ciphertext]) -> None:
    """Whether this trustee opened just these. Raises OutOfTurn, NotSigned, NotAPartial."""
    trustee = _trustee(manifest, found.trustee)
    found.check_signed(trustee.signing_key)
    where = opening.context(manifest.hash(), found.contest, found.style)
    opening.check(where, sharing.share_key(manifest.feldman, found.trustee), outputs, found.proof)


@dataclass(frozen=True, slots=True)
class OpenSlips:
    """The slips of one pair, sorted, so that their order tells nothing; and points that hold none."""

    slips: tuple[bytes, ...]
    unreadable: tuple[Point, ...]


def opened(manifest: Manifest, outputs: Sequence[Ciphertext], parts: Iterable[Partial]) -> OpenSlips:
    """Checked parts put together: the first k trustees by number. Raises TooFewShares."""
    chosen = sorted(parts, key=lambda part: part.trustee)[: manifest.threshold]
    points = opening.combine(manifest.threshold, outputs, {part.trustee: part.proof.parts for part in chosen})
    slips, unreadable = [], []
    for point in points:
        slip = elgamal.from_point(point)
        if slip is None:
            unreadable.append(point)
        else:
            slips.append(slip)
    return OpenSlips(tuple(sorted(slips)), tuple(sorted(unreadable)))


def _mixer(manifest: Manifest, name: str) -> Signer:
    for mixer in manifest.mixers:
        if mixer.name == name:
            return mixer
    raise OutOfTurn("“{name}” is no mixer of this ballot.", name=name)


def _trustee(manifest: Manifest, number: int) -> Trustee:
    for trustee in manifest.trustees:
        if trustee.number == number:
            return trustee
    raise OutOfTurn("This ballot has no scrutineer with the number {number}.", number=number)
