"""What a mixer or a scrutineer hands in, read and checked against the log and everything handed in before it.

Pure: a pack's files go in, a name comes out or a sentence why not.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from govern.ballots.seal import ceremony
from govern.ballots.seal.ceremony import Pair
from govern.ballots.seal.documents import Manifest
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.opening import NotAPartial
from govern.ballots.seal.proof_documents import Mix, Partial
from govern.errors import NotValid

Inputs = Mapping[Pair, tuple[Ciphertext, ...]]


class Given(msgspec.Struct, frozen=True):
    """A ballot, the slips that count, and the mixes and partials that are there, by name in the bundle."""

    manifest: Manifest
    inputs: Inputs
    there: Mapping[str, bytes]

    def mixes(self) -> list[Mix]:
        return [Mix.from_bytes(content) for name, content in self.there.items() if name.startswith("mix/")]

    def partials(self) -> list[Partial]:
        return [Partial.from_bytes(content) for name, content in self.there.items() if name.startswith("partial/")]


def last_of(given: Given, mixes: list[Mix]) -> dict[Pair, tuple[Ciphertext, ...]]:
    """What the last mix gave, which was checked when it came; the slips themselves before the first."""
    newest = max((mix.stage for mix in mixes), default=0)
    found = dict(given.inputs)
    found.update({(mix.contest, mix.style): mix.outputs for mix in mixes if mix.stage == newest})
    return found


def read_mixes(given: Given, files: Mapping[str, bytes]) -> str:
    """One whole stage, the next one, by a mixer who has not mixed. Returns their name. Raises NotValid."""
    there = given.mixes()
    stage, seen = max((mix.stage for mix in there), default=0) + 1, {mix.mixer for mix in there}
    wanted = {ceremony.mix_name(given.manifest, pair, stage): pair for pair in given.inputs}
    if files.keys() != wanted.keys():
        raise NotValid(
            "This is not the whole of mixing stage {stage}, which is next. Choose the file that the tool wrote.",
            stage=stage,
        )
    mixes = {wanted[name]: Mix.from_bytes(content) for name, content in files.items()}
    if any((mix.contest, mix.style, mix.stage) != (*pair, stage) for pair, mix in mixes.items()):
        raise NotValid("This was mixed for another vote, or for another stage. Choose the file of this one.")
    mixers = {mix.mixer for mix in mixes.values()}
    if len(mixers) != 1:
        raise NotValid("One person mixes a whole stage, and this file names several. Ask for a fresh file.")
    name = mixers.pop()
    if name in seen:
        raise NotValid("{name} has mixed this vote already. Another mixer is next.", name=name)
    before = last_of(given, there)
    for pair, mix in mixes.items():
        ceremony.check_mix(given.manifest, mix, before[pair])
    return name


def read_partials(given: Given, files: Mapping[str, bytes]) -> str:
    """All that one scrutineer opens, of the last mix. Returns their name. Raises NotValid."""
    parts = [Partial.from_bytes(content) for content in files.values()]
    numbers = {part.trustee for part in parts}
    trustee = next((one for one in given.manifest.trustees if one.number in numbers), None)
    wanted = (
        {ceremony.partial_name(given.manifest, pair, trustee.number): pair for pair in given.inputs}
        if trustee
        else {}
    )
    if trustee is None or len(numbers) != 1 or files.keys() != wanted.keys():
        raise NotValid("This is not all that one scrutineer opens. Choose the file that the scrutineer’s tool wrote.")
    if any(part.trustee == trustee.number for part in given.partials()):
        raise NotValid("{name} has opened their part already. Another scrutineer is next.", name=trustee.name)
    last = last_of(given, given.mixes())
    for name, part in zip(files, parts, strict=True):
        pair = wanted[name]
        if (part.contest, part.style) != pair:
            raise NotValid("This was opened for another vote. Choose the file of this one.")
        try:
            ceremony.check_part(given.manifest, part, last[pair])
        except NotAPartial:
            raise NotValid(
                "What {name} opened is not the last mix of this vote. They fetch the newest pack and open that.",
                name=trustee.name,
            ) from None
    return trustee.name
