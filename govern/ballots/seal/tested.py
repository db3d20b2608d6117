"""An envelope opened as a test: what was sealed in it, checked by whoever holds the file, without the server.

Design: ballot-protocol 3.5 (cast or test). The envelope's code was shown before anybody chose to test it, so whoever
sealed it could not know. Its file names the ballot by the whole manifest, the sealed part, and for each slip the
number that it was sealed with. With that number the slip is sealed again here and must come out as it lies there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govern.ballots.seal import elgamal, group, slips
from govern.ballots.seal.canonical import Document, Plain, decode_object, encode, to_text
from govern.ballots.seal.elgamal import Ciphertext, NotSealed, SealedSlip
from govern.ballots.seal.envelope import Sealed, code_of
from govern.ballots.seal.fields import Fields
from govern.ballots.seal.fingerprint import fingerprint
from govern.ballots.seal.group import NotAScalar, Scalar
from govern.ballots.seal.leaves import OpenedForTest
from govern.ballots.seal.manifest import Manifest, Sealing
from govern.ballots.seal.slips import Marks, Spoilt
from govern.errors import NotValid

VERSION = 1


class NotAsSealed(NotValid):
    """These numbers do not open this envelope, or it is none of this ballot."""


@dataclass(frozen=True, slots=True)
class Tested:
    """One opened envelope. `openers` has a number for each slip, in its order; `names` says in the voter's words what
    the ids of the manifest stand for, and proves nothing."""

    manifest: Manifest
    sealed: Sealed
    openers: tuple[Scalar, ...] = field(repr=False)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return code_of(self.sealed)

    @property
    def fingerprint(self) -> tuple[str, ...]:
        return fingerprint(self.manifest.hash())

    def to_bytes(self) -> bytes:
        names: Document = {**self.names}
        return encode(
            {
                "v": VERSION,
                "manifest": self.manifest.to_document(),
                "sealed": self.sealed.to_document(),
                "openers": [to_text(group.scalar_to_bytes(one)) for one in self.openers],
                "names": names,
            }
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> Tested:
        """Raises NotThisDocument, NotCanonical."""
        return cls.from_document(decode_object(content))

    @classmethod
    def from_document(cls, document: Plain) -> Tested:
        fields = Fields("tested envelope", document)
        if fields.whole("v") != VERSION:
            raise fields.refusal("v")
        manifest = Manifest.from_document(fields.group("manifest"))
        sealed = Sealed.from_document(fields.group("sealed"))
        try:
            openers = tuple(group.scalar_from_bytes(one) for one in fields.octets_list("openers", group.SIZE))
        except NotAScalar:
            raise fields.refusal("openers") from None
        names = {id_: words for id_, words in fields.group("names").items() if isinstance(words, str)}
        fields.done()
        return cls(manifest, sealed, openers, names)


def leaf_of(sealed: Sealed) -> OpenedForTest:
    """What the log says of a test: the hash of what was sealed and each slip's A. Neither a voter nor a choice."""
    return OpenedForTest(sealed.hash(), tuple(slip.box[: group.SIZE] for slip in sealed.slips))


def opened(manifest: Manifest, sealed: Sealed, openers: Sequence[Scalar]) -> tuple[tuple[str, Marks], ...]:
    """The contests in their order, with what the envelope holds for each. Raises NotAsSealed."""
    if manifest.sealing is not Sealing.SLIPS or sealed.manifest_hash != manifest.hash():
        raise NotAsSealed("This envelope belongs to another vote, so it was not opened. Ask for the right file.")
    wanted = {style.id: style.contests for style in manifest.styles}.get(sealed.style)
    if wanted is None or tuple(slip.contest for slip in sealed.slips) != wanted or len(openers) != len(wanted):
        raise NotAsSealed("This envelope does not hold one slip for each question. Tell the returning officer.")
    return tuple(
        (slip.contest, _opened(manifest, sealed, slip.contest, slip.box, opener))
        for slip, opener in zip(sealed.slips, openers, strict=True)
    )


def _opened(manifest: Manifest, sealed: Sealed, contest: str, box: bytes, opener: Scalar) -> Marks:
    key = manifest.election_key
    bound_to = elgamal.label(sealed.manifest_hash, contest, sealed.style, sealed.ticket)
    try:
        found = SealedSlip.from_bytes(box)
        slip = elgamal.opened_by(key, found.ciphertext, opener)
        if (
            slip is None
            or not elgamal.is_sound(key, found, bound_to)
            or not _again(key, slip, opener, found.ciphertext)
        ):
            raise NotSealed("The number does not open this slip.")
        return slips.decode(manifest.contest(contest), slip)
    except (NotSealed, Spoilt):
        raise NotAsSealed(
            "The numbers in this file do not open this envelope. Keep the file and show it to the returning officer "
            "and to a scrutineer."
        ) from None


def _again(key: group.Point, slip: bytes, opener: Scalar, found: Ciphertext) -> bool:
    """Whether the slip, sealed again with the same number, comes out as it lies there."""
    point = group.add(elgamal.to_point(slip), group.times(opener, key))
    return (group.base_times(opener), point) == (found.a, found.b)
