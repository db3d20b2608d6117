"""Our cookies: one for the session, one before it, one for how pages look, sealed ones for drafts.

Named for the society, so that two societies in one browser never mix (decision 6). Over TLS they carry `__Host-`.
"""

from __future__ import annotations

import base64
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from litestar.datastructures import Cookie


def cookie_name(kind: str, short: str, *, secure: bool) -> str:
    """`kind` is `s` (session), `p` (before sign-in), `l` (look), `t` (a tablet at the desk), `k` (a card was
    held up at it) or `d-…` (a draft)."""
    return f"{'__Host-' if secure else ''}{kind}-{short}"


def set_cookie(name: str, value: str, *, secure: bool, seconds: int | None = None) -> Cookie:
    """A cookie no script can read and no other site can send along with a form. No `seconds`: until it closes."""
    return Cookie(key=name, value=value, path="/", httponly=True, samesite="lax", secure=secure, max_age=seconds)


def forget_cookie(name: str, *, secure: bool) -> Cookie:
    return Cookie(key=name, value="", path="/", httponly=True, samesite="lax", secure=secure, max_age=0)


def sealed(key: bytes, purpose: str, content: bytes) -> str:
    """`content` encrypted and bound to `purpose` (AES-256-GCM, `purpose` as its associated data), as a cookie."""
    nonce = secrets.token_bytes(12)
    return base64.urlsafe_b64encode(nonce + _cipher(key).encrypt(nonce, content, purpose.encode())).decode()


def unsealed(key: bytes, purpose: str, text: str) -> bytes | None:
    """What was sealed for just this purpose, or None for anything else."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        return _cipher(key).decrypt(raw[:12], raw[12:], purpose.encode())
    except (InvalidTag, ValueError):
        return None


@lru_cache(maxsize=64)
def _cipher(key: bytes) -> AESGCM:
    """The key is the society's, put to this one use; nonces are random, so it is good for 2^32 texts."""
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"govern/sealed").derive(key))
