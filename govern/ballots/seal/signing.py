"""Ed25519 signatures (RFC 8032), as strictly as libsodium: one rule for the service, the tools and the verifiers.

Ballot-protocol 3.2: cofactorless equation; a non-canonical S, R or key and points of small order are refused. By
PyNaCl where it is installed, else in plain Python.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from govern.ballots.seal import signing_python

KEY = SEED = 32
SIGNATURE = 64


def _installed() -> ModuleType | None:
    try:
        return importlib.import_module("nacl.bindings")
    except ImportError:
        return None


_sodium = _installed()


def public_key_of(seed: bytes) -> bytes:
    """The 32-byte public key of a 32-byte seed."""
    if _sodium is None:
        return signing_python.public_key_of(seed)
    public: bytes = _sodium.crypto_sign_seed_keypair(seed)[0]
    return public


def sign(seed: bytes, message: bytes) -> bytes:
    """The 64-byte signature of a message."""
    if _sodium is None:
        return signing_python.sign(seed, message)
    signed: bytes = _sodium.crypto_sign(message, _sodium.crypto_sign_seed_keypair(seed)[1])
    return signed[:SIGNATURE]


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this key has signed this message. Anything malformed is simply not a signature."""
    if len(public_key) != KEY or len(signature) != SIGNATURE:
        return False
    if _sodium is None:
        return signing_python.is_signed(public_key, message, signature)
    try:
        _sodium.crypto_sign_open(signature + message, public_key)
    except Exception:  # of PyNaCl's own kind, which cannot be named where it may not be installed
        return False
    return True
