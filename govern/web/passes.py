"""Short-lived signed passes (PyJWT): download links, and passes between processes of one society (decisions.md 38).

One algorithm, EdDSA; `typ`, `iss`, `aud`, `iat`, `nbf`, `exp`, `jti` are all asked for. A pass that must work only
once is used up by `identity.lifecycle.use_pass`, in the transaction of its effect. Never a login, never a choice.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from govern.errors import NotAllowed

if TYPE_CHECKING:
    from govern.society import Society

ALGORITHM = "EdDSA"
KIND = "govern-pass+jwt"
LONGEST = timedelta(minutes=20)
_OURS = frozenset({"iss", "aud", "iat", "nbf", "exp", "jti"})


class Pass(msgspec.Struct, frozen=True):
    """A pass that was made here, for this audience, and has not run out. `number` is its `jti`."""

    number: str
    expires_at: datetime
    claims: dict[str, str | int]


def make_pass(
    society: Society, audience: str, claims: dict[str, str | int], *, lifetime: timedelta, at: datetime
) -> str:
    """A pass for one audience, good for `lifetime`, at most 20 minutes. `claims` hold no names and no choices."""
    if not timedelta(0) < lifetime <= LONGEST:
        raise ValueError("a pass lives for 20 minutes at most")
    if _OURS & claims.keys():
        raise ValueError("a claim has the name of one that every pass has")
    moment = int(at.timestamp())
    content: dict[str, str | int] = {
        **claims,
        "iss": society.short,
        "aud": audience,
        "iat": moment,
        "nbf": moment,
        "exp": moment + int(lifetime.total_seconds()),
        "jti": secrets.token_urlsafe(24),
    }
    return jwt.encode(content, _private(society), algorithm=ALGORITHM, headers={"typ": KIND})


def read_pass(society: Society, audience: str, text: str, *, at: datetime) -> Pass:
    """What a pass says. Raises `NotAllowed` for one forged, of another society or audience, or out of time."""
    return read_with(_private(society).public_key(), society.short, audience, text, at=at)


def read_with(key: Ed25519PublicKey, issuer: str, audience: str, text: str, *, at: datetime) -> Pass:
    """The same by whoever holds only the society's public key, as the booth does."""
    try:
        if jwt.get_unverified_header(text).get("typ") != KIND:
            raise _no_pass()
        content = jwt.decode(
            text,
            key,
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=issuer,
            # The three times are compared below, with the clock that was handed in.
            options={
                "require": sorted(_OURS),
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "strict_aud": True,
            },
        )
        begins, ends = int(content["nbf"]), int(content["exp"])
    except (jwt.PyJWTError, ValueError, TypeError):
        raise _no_pass() from None
    if not begins <= at.timestamp() < ends:
        raise NotAllowed("This link was for a short time, and that is over. Go back and ask for it again.")
    claims = {name: value for name, value in content.items() if name not in _OURS}
    return Pass(str(content["jti"]), datetime.fromtimestamp(ends, UTC), claims)


def _no_pass() -> NotAllowed:
    return NotAllowed("This link does not lead anywhere. Go back and ask for it again.")


def _private(society: Society) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(society.key("passes"))


def public_key(society: Society) -> bytes:
    """32 bytes with which another process reads the passes of this society, and makes none."""
    return _private(society).public_key().public_bytes_raw()
