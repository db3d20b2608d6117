"""Somebody's stay in the booth: what their pass said, kept in their own browser; and what the check page keeps.

Nothing here says who they are. `same` is a number of one voter in one ballot, by which a draft is found again.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from govern.ballots.paper.sealing import BLOCK
from govern.ballots.seal.slips import Marks
from govern.booth.settings import BoothSettings
from govern.errors import GovernError, NotAllowed, NotValid
from govern.web.cookies import sealed, unsealed
from govern.web.passes import read_with
from govern.web.visitor import Look

BOOTH, TESTED = "booth", "booth-test"


class NoPaper(GovernError):
    """Whoever asks has no paper here, or one that has run out; `ballot_id` is where they get one."""

    def __init__(self, text: str, ballot_id: UUID) -> None:
        super().__init__(text)
        self.ballot_id = ballot_id


class Stay(msgspec.Struct, frozen=True):
    """What a voting pass said, and beside it `paper`, which the service alone reads. Good until `expires_at`.

    `shared`: nothing is kept when the browser closes. `desk`: a tablet that goes from hand to hand.
    """

    ballot_id: UUID
    manifest_hash: bytes
    style: str
    ticket: bytes
    same: str
    look: Look
    shared: bool
    desk: bool
    expires_at: datetime
    voting_pass: str
    paper: str

    @classmethod
    def of(cls, settings: BoothSettings, short: str, ballot_id: UUID, text: str, paper: str, at: datetime) -> Stay:
        """Raises `NoPaper` for a pass that is forged, out of time, or for another ballot or door."""
        try:
            found = read_with(_key(settings, short), short, BOOTH, text, at=at)
            claims = found.claims
            look = Look(int(claims["text"]), *(str(claims[name]) for name in ("colours", "layout", "press")))
            stay = cls(
                UUID(str(claims["ballot"])),
                bytes.fromhex(str(claims["manifest"])),
                str(claims["style"]),
                bytes.fromhex(str(claims["ticket"])),
                str(claims["same"]),
                look,
                bool(claims["shared"]),
                bool(claims["desk"]),
                found.expires_at,
                text,
                paper,
            )
        except (NotAllowed, KeyError, ValueError):
            stay = None
        if stay is None or stay.ballot_id != ballot_id:
            raise NoPaper("Your pass into the booth is not good, or its time is over. Get a fresh one.", ballot_id)
        return stay

    def to_cookie(self, key: bytes, short: str) -> str:
        return sealed(key, f"stay/{short}/{self.ballot_id}", msgspec.msgpack.encode(self))

    @classmethod
    def from_cookie(cls, key: bytes, short: str, ballot_id: UUID, text: str) -> Stay | None:
        content = unsealed(key, f"stay/{short}/{ballot_id}", text)
        try:
            return msgspec.msgpack.decode(content, type=cls) if content is not None else None
        except msgspec.MsgspecError:  # kept by a booth of another version
            return None


class Note(msgspec.Struct, frozen=True):
    """The service's word that an envelope stands in the list as a test, and in which entry (from 0)."""

    sealed_hash: bytes
    place: int

    @classmethod
    def of(cls, settings: BoothSettings, short: str, ballot_id: UUID, text: str, at: datetime) -> Note:
        """Raises `NotAllowed` for one forged, out of time, or of another ballot."""
        claims = read_with(_key(settings, short), short, TESTED, text, at=at).claims
        if claims.get("ballot") != str(ballot_id):
            raise NotAllowed("This note is of another vote. Go back and test the envelope again.")
        return cls(bytes.fromhex(str(claims["sealed"])), int(claims["place"]))


class Closed(msgspec.Struct, frozen=True):
    """What was sealed here, its numbers and the choices in clear, for the case that it is opened as a test. It is
    sealed for the booth alone, goes round by the test's form, and is as long whatever was chosen (T19)."""

    sealed: bytes
    openers: tuple[bytes, ...]
    choices: dict[str, Marks]
    widest: int
    filling: str = ""

    def to_field(self, key: bytes, purpose: str) -> str:
        spare = max(self.widest - len(msgspec.json.encode(self.choices)), 0)
        whole = len(msgspec.json.encode(self)) + spare
        filled = msgspec.structs.replace(self, filling="." * (spare + -whole % BLOCK))
        return sealed(key, purpose, msgspec.json.encode(filled))

    @classmethod
    def from_field(cls, key: bytes, purpose: str, text: str) -> Closed:
        """Raises `NotValid` for what was not sealed here for this voter and ballot."""
        content = unsealed(key, purpose, text)
        try:
            return msgspec.json.decode(content or b"", type=cls)
        except msgspec.MsgspecError:
            raise NotValid("This envelope was not sealed in this booth, so it is not opened here.") from None


def _key(settings: BoothSettings, short: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(settings.passes[short])
