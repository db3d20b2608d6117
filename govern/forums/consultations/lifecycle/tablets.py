"""A tablet goes where there is no signal: a key for what is written there, opening it here, and ending it.

    take_along ──► sittings come sealed ──► opened (any number of times) ──► end_tablet
                                                    what comes after that is refused: its key is gone

Sealed on the device: an ephemeral key of P-256 meets the tablet's public key, HKDF-SHA-256 makes of it a key for
AES-256-GCM, and the tablet's id with the sitting's own id is bound in. Source: ADR 25.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.seal.slip39 import WORDS
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, Unavailable
from govern.forums.consultations.models import ConsultationTablet
from govern.record import Event

#: Six words of a thousand are sixty bits; the device stretches them with 600,000 rounds (`static/tablet/seal.js`).
HOW_MANY_WORDS = 6
_POINT, _NONCE = 65, 12
_INFO = b"govern/tablet/sitting"


class TakenAlong(msgspec.Struct, frozen=True):
    """What the device gets to begin with. `words` are made here, shown there once and kept nowhere."""

    tablet_id: UUID
    public_key: bytes
    words: tuple[str, ...]


async def take_along(
    writing: AsyncSession, key: bytes, *, instead_of: UUID | None = None, by: UUID, at: datetime
) -> TakenAlong:
    """A fresh pair of keys. `instead_of` is what was on this device before and is all sent: that one ends."""
    private = ec.generate_private_key(ec.SECP256R1())
    row = ConsultationTablet(id=uuid4(), person_id=by, taken_at=at, public_key=_point(private.public_key()))
    row.private_key = _sealed(key, row.id, private)
    writing.add(row)
    await writing.flush()
    if instead_of is not None:
        before = await writing.get(ConsultationTablet, instead_of)
        if before is not None and before.person_id == by and before.ended_at is None:
            _end(before, by, at)
    await record.add(writing, Event("consultation.taken_along", f"consultation_tablet:{row.id}", at, by))
    return TakenAlong(row.id, row.public_key, tuple(secrets.choice(WORDS) for _ in range(HOW_MANY_WORDS)))


async def end_tablet(writing: AsyncSession, tablet_id: UUID, *, any_of: bool, by: UUID, at: datetime) -> None:
    """Its key is destroyed. `any_of`: whoever looks after all tablets; others end their own. Raises `NotFound`,
    `AlreadyDone`."""
    row = await writing.get(ConsultationTablet, tablet_id, with_for_update=True)
    if row is None or not (any_of or row.person_id == by):
        raise NotFound("There is no such tablet. Go back to the list.")
    if row.ended_at is not None:
        raise AlreadyDone("This tablet is ended already. What is on it cannot be read any more.")
    _end(row, by, at)
    await record.add(writing, Event("consultation.tablet_ended", f"consultation_tablet:{row.id}", at, by))


async def end_all(writing: AsyncSession, *, at: datetime) -> None:
    """A rehearsal begins: what is sealed for a tablet is read where it was taken along, and nowhere else."""
    going = update(ConsultationTablet).where(ConsultationTablet.ended_at.is_(None))
    await writing.execute(going.values(private_key=None, ended_at=at))


def _end(row: ConsultationTablet, by: UUID, at: datetime) -> None:
    row.private_key, row.ended_at, row.ended_by = None, at, by


async def opened(
    writing: AsyncSession, key: bytes, tablet_id: UUID, sent_id: UUID, sealed: str, *, by: UUID, at: datetime
) -> bytes:
    """What was written on a tablet. Raises `NotFound` for another person's, `NotAllowed` for one that is ended,
    `NotValid` for what was not sealed for it."""
    row = await writing.get(ConsultationTablet, tablet_id)
    if row is None or row.person_id != by:
        raise NotFound("This tablet was not taken along by you. Sign in as the person who took it.")
    row = await locked(writing, ConsultationTablet, tablet_id)
    if row.private_key is None:
        raise NotAllowed(
            "This tablet was ended, and its key with it: what was written on it cannot be read any more. "
            "Ask the person again, or type in what you have on paper."
        )
    try:
        raw = base64.b64decode(sealed.encode(), validate=True)
        ephemeral = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw[:_POINT])
        shared = _private(key, row).exchange(ec.ECDH(), ephemeral)
        nonce, content = raw[_POINT : _POINT + _NONCE], raw[_POINT + _NONCE :]
        plain = AESGCM(_stretched(shared)).decrypt(nonce, content, bound_to(tablet_id, sent_id))
    except (binascii.Error, ValueError, InvalidTag):
        raise NotValid("This was not sealed for this tablet, so it cannot be read. Nothing was changed.") from None
    row.last_sent_at = at
    return plain


def bound_to(tablet_id: UUID, sent_id: UUID) -> bytes:
    """What a sealed sitting is bound to, so that none can be sent as another one."""
    return f"{tablet_id}/{sent_id}".encode()


def _stretched(shared: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_INFO).derive(shared)


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(hmac.new(key, b"govern/consultations/tablet", "sha256").digest())


def _sealed(key: bytes, tablet_id: UUID, private: ec.EllipticCurvePrivateKey) -> bytes:
    number = private.private_numbers().private_value.to_bytes(32, "big")
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, number, tablet_id.bytes)


def _private(key: bytes, row: ConsultationTablet) -> ec.EllipticCurvePrivateKey:
    """Raises `Unavailable` where the society's key does not fit its database."""
    assert row.private_key is not None
    try:
        number = _cipher(key).decrypt(row.private_key[:_NONCE], row.private_key[_NONCE:], row.id.bytes)
    except InvalidTag:
        raise Unavailable(
            "The key of this society does not fit its database, so what is on tablets cannot be read. "
            "Tell whoever runs the server."
        ) from None
    return ec.derive_private_key(int.from_bytes(number, "big"), ec.SECP256R1())
