"""How secrets are made, and what of them is kept: hashes and sealed texts, never the secret itself."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from govern.errors import Unavailable
from govern.identity.rules import ALPHABET


def new_token() -> str:
    """256 random bits as 43 characters that can stand in an address."""
    return secrets.token_urlsafe(32)


def new_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def mark_of_token(token: str) -> bytes:
    """What is kept of a 256-bit token. A plain hash is enough for what nobody can guess."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def mark_of_code(key: bytes, purpose: str, code: str) -> bytes:
    """What is kept of a short code: keyed, so that a stolen database gives no codes away."""
    return hmac.new(_derived(key, b"codes"), f"{purpose}\x00{code}".encode(), hashlib.sha256).digest()


def seal(key: bytes, person_id: UUID, secret: str) -> bytes:
    """An authenticator's secret, encrypted and bound to its person (AES-256-GCM)."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(_derived(key, b"authenticator")).encrypt(nonce, secret.encode(), person_id.bytes)


def unseal(key: bytes, person_id: UUID, sealed: bytes) -> str:
    """The way back. Raises `Unavailable` where the society's key does not fit its database."""
    try:
        return AESGCM(_derived(key, b"authenticator")).decrypt(sealed[:12], sealed[12:], person_id.bytes).decode()
    except InvalidTag:
        raise Unavailable(
            "The key of this society does not fit its database, so codes cannot be checked. "
            "Tell whoever runs the server."
        ) from None


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, b"govern/identity/" + purpose, hashlib.sha256).digest()
