"""What a voter casts: slips sealed one a contest, bound to the ballot and to a ticket; and the code that names them.

Decisions 21 and 22. `sealed` is made before anybody knows whose it is: the code on the check page, on the receipt and
in the box is the hash of `sealed` alone. Handle, nonce and channel are put around it when it is cast.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, replace

from govern.ballots.seal.canonical import Document, Plain, digest, encode, to_text
from govern.ballots.seal.contests import HASH
from govern.ballots.seal.fields import Fields, NotThisDocument, repeats
from govern.ballots.seal.manifest import Channel
from govern.errors import NotValid

NONCE = 16
HANDLE_BYTES = 10
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two signs without 0, O, 1 and I."""
LARGEST_BOX = 4096


class NotACode(NotValid):
    """What was typed cannot be the code of an envelope."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One contest's choice, sealed. `box` is the ciphertext."""

    contest: str
    box: bytes

    def to_document(self) -> Document:
        return {"contest": self.contest, "box": to_text(self.box)}

    @classmethod
    def from_document(cls, document: Plain) -> Slip:
        fields = Fields("slip", document)
        slip = cls(fields.text("contest", 64), fields.octets("box"))
        fields.done()
        if not 1 <= len(slip.box) <= LARGEST_BOX:
            raise fields.refusal("box")
        return slip


@dataclass(frozen=True, slots=True)
class Sealed:
    """The inner part: for which ballot (by its manifest's hash), which style, which ticket, and the slips."""

    manifest_hash: bytes
    style: str
    ticket: bytes
    slips: tuple[Slip, ...]

    def to_document(self) -> Document:
        return {
            "manifest_hash": to_text(self.manifest_hash),
            "style": self.style,
            "ticket": to_text(self.ticket),
            "slips": [slip.to_document() for slip in self.slips],
        }

    @classmethod
    def from_document(cls, document: Plain) -> Sealed:
        fields = Fields("sealed part", document)
        sealed = cls(
            manifest_hash=fields.octets("manifest_hash", HASH),
            style=fields.text("style", 64),
            ticket=fields.octets("ticket", HASH),
            slips=tuple(Slip.from_document(part) for part in fields.parts("slips")),
        )
        fields.done()
        if not sealed.slips or repeats(slip.contest for slip in sealed.slips):
            raise fields.refusal("slips")
        return sealed

    def hash(self) -> bytes:
        """32 bytes, of which the code is the beginning."""
        return digest("sealed", encode(self.to_document()))


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is cast. `authority` is the log index of the appointment, for the channels that need one."""

    sealed: Sealed
    handle: str
    nonce: bytes
    channel: Channel
    authority: int | None = None

    def to_document(self) -> Document:
        document: Document = {
            "sealed": self.sealed.to_document(),
            "handle": self.handle,
            "nonce": to_text(self.nonce),
            "channel": self.channel.value,
        }
        return document if self.authority is None else document | {"authority": self.authority}

    @classmethod
    def from_document(cls, document: Plain) -> Envelope:
        fields = Fields("envelope", document)
        envelope = cls.taken_from(fields)
        fields.done()
        return envelope

    @classmethod
    def taken_from(cls, fields: Fields) -> Envelope:
        """The envelope's own facts out of a document that has others too (a leaf has its kind)."""
        envelope = cls(
            sealed=Sealed.from_document(fields.group("sealed")),
            handle=fields.handle(),
            nonce=fields.octets("nonce", NONCE),
            channel=fields.word("channel", Channel),
            authority=fields.whole("authority") if fields.has("authority") else None,
        )
        if envelope.channel is Channel.PAPER:  # a paper is logged as a mark, never as an envelope
            raise fields.refusal("channel")
        if (envelope.authority is not None) != (envelope.channel in APPOINTED):
            raise fields.refusal("authority")
        if envelope.sealed.ticket != ticket_of(envelope.handle, envelope.nonce):
            raise fields.refusal("nonce")
        return envelope

    @property
    def code(self) -> str:
        return code_of(self.sealed)

    def sent_by(self, channel: Channel, authority: int | None = None) -> Envelope:
        """The same slips with the same code, on another way into the box."""
        return replace(self, channel=channel, authority=authority)


APPOINTED = frozenset({Channel.PROXY_DIRECTED, Channel.PROXY_FREE, Channel.PEER})
"""The channels in which somebody else casts, and an appointment in the log must say so."""


def ticket_of(handle: str, nonce: bytes) -> bytes:
    """Decision 21: SHA-256(tag, handle, nonce). The booth sees a ticket and learns no handle. `nonce`: 16 bytes."""
    if len(nonce) != NONCE:
        raise NotThisDocument("A nonce has 16 bytes.")
    return digest("ticket", handle.encode("ascii") + nonce)


def handle_from(random_bytes: bytes) -> str:
    """A handle: 80 random bits as sixteen letters of base32 (RFC 4648, small letters)."""
    if len(random_bytes) != HANDLE_BYTES:
        raise NotThisDocument("A handle is made from 10 random bytes.")
    return base64.b32encode(random_bytes).decode("ascii").lower()


def code_of(sealed: Sealed) -> str:
    """The envelope's code as people see it: ABCD-EFGH-JKLM-NPQR, the first 80 bits of the hash of `sealed`."""
    return code_from_hash(sealed.hash())


def code_from_hash(sealed_hash: bytes) -> str:
    """As `code_of`, where only the hash is kept."""
    number = int.from_bytes(sealed_hash[:10], "big")
    letters = "".join(LETTERS[number >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def read_code(typed: str) -> str:
    """A code as somebody typed it: small letters, spaces and dashes as they like. Raises NotACode."""
    letters = re.sub(r"[\s\-\u2010-\u2015]", "", typed).upper()
    if len(letters) != 16 or any(letter not in LETTERS for letter in letters):
        raise NotACode(
            "A code has sixteen letters and numbers, like ABCD-EFGH-JKLM-NPQR. It never has 0, O, 1 or I. "
            "Please look at your receipt again."
        )
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))
