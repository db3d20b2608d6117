"""Ed25519 signatures (RFC 8032), as strictly as libsodium: one rule for the service, the tools and the verifiers.

Ballot-protocol 3.2: cofactorless equation; a non-canonical S, R or key and points of small order are refused.
"""

from __future__ import annotations

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

KEY = SEED = 32
SIGNATURE = 64


def public_key_of(seed: bytes) -> bytes:
    """The 32-byte public key of a 32-byte seed."""
    return bytes(SigningKey(seed).verify_key)


def sign(seed: bytes, message: bytes) -> bytes:
    """The 64-byte signature of a message."""
    return SigningKey(seed).sign(message).signature


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this key has signed this message. Anything malformed is simply not a signature."""
    try:
        VerifyKey(public_key).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True
