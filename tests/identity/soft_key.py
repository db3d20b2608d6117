"""A passkey made of software, as a telephone or a USB key is one: it makes a key for a site and signs with it."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, Protocol

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

RP, ORIGIN = "localhost", "http://localhost:8000"
PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


class Algorithm(Protocol):
    """A pair of keys: the public half as COSE has it, and a signature over bytes."""

    def public(self) -> dict[int, object]: ...

    def sign(self, data: bytes) -> bytes: ...


class Es256:
    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())

    def public(self) -> dict[int, object]:
        at = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: at.x.to_bytes(32, "big"), -3: at.y.to_bytes(32, "big")}

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, ec.ECDSA(SHA256()))


class EdDsa:
    def __init__(self) -> None:
        self.key = ed25519.Ed25519PrivateKey.generate()

    def public(self) -> dict[int, object]:
        return {1: 1, 3: -8, -1: 6, -2: self.key.public_key().public_bytes_raw()}

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data)


class Rs256:
    """`number` is what COSE calls the algorithm: -257, or another one that we do not take."""

    number = -257

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)

    def public(self) -> dict[int, object]:
        numbers = self.key.public_key().public_numbers()
        return {1: 3, 3: self.number, -1: numbers.n.to_bytes(256, "big"), -2: numbers.e.to_bytes(3, "big")}

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, padding.PKCS1v15(), SHA256())


class Rs1(Rs256):
    number = -65535


class SoftKey:
    """One passkey on one device. `uses` is its counter; one that stays at 0 does not count."""

    def __init__(
        self, algorithm: Algorithm | None = None, *, uses: int = 0, stays_on_key: bool | None = True
    ) -> None:
        self.algorithm = algorithm or Es256()
        self.id = secrets.token_bytes(32)
        self.uses = uses
        self.stays_on_key = stays_on_key

    def make(self, options: str, **said: Any) -> str:
        """The answer to a page that wants a new passkey. `said` is what this browser or key says differently."""
        told = json.loads(options)
        key = cbor2.dumps(self.algorithm.public())
        inside = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key
        data = self._data(told["rp"]["id"], NEW, said) + inside
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": text(self._client("webauthn.create", told, said)),
            "attestationObject": text(attested),
            "transports": ["internal"],
        }
        found = {} if self.stays_on_key is None else {"credProps": {"rk": self.stays_on_key}}
        return self._answer(response, found)

    def show(self, options: str, *, counted: int | None = None, **said: Any) -> str:
        """The answer to a page that asks for this passkey."""
        told = json.loads(options)
        if self.uses and counted is None:
            self.uses += 1
        data = self._data(told["rpId"], 0, said, counted)
        client = self._client("webauthn.get", told, said)
        signed = self.algorithm.sign(data + hashlib.sha256(client).digest())
        response = {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signed)}
        return self._answer(response, {})

    def _data(self, rp: str, flags: int, said: dict[str, Any], counted: int | None = None) -> bytes:
        flags |= PRESENT | (VERIFIED if said.get("verified", True) else 0)
        uses = self.uses if counted is None else counted
        return hashlib.sha256(said.get("rp", rp).encode()).digest() + bytes([flags]) + uses.to_bytes(4, "big")

    def _client(self, kind: str, told: dict[str, Any], said: dict[str, Any]) -> bytes:
        client = {
            "type": said.get("kind", kind),
            "challenge": said.get("challenge", told["challenge"]),
            "origin": said.get("origin", ORIGIN),
            "crossOrigin": said.get("framed", False),
        }
        return json.dumps(client).encode()

    def _answer(self, response: Mapping[str, object], found: Mapping[str, object]) -> str:
        return json.dumps(
            {
                "id": text(self.id),
                "rawId": text(self.id),
                "type": "public-key",
                "response": response,
                "clientExtensionResults": found,
            }
        )


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
