"""Ed25519: RFC 8032's vectors, and what must be refused, by PyNaCl and in plain Python alike."""

from __future__ import annotations

import secrets
from types import ModuleType

import pytest

from govern.ballots.seal import signing, signing_python
from govern.ballots.seal.group_python import L

BOTH = pytest.mark.parametrize("by", [signing, signing_python], ids=["by libsodium", "in plain Python"])
raw = bytes.fromhex
#: RFC 8032, 7.1, tests 1 to 3: seed, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
        "c027beceea1ec40a",
    ),
]


@BOTH
@pytest.mark.parametrize("vector", VECTORS, ids=["empty", "one byte", "two bytes"])
def test_the_vectors_of_the_rfc(by: ModuleType, vector: tuple[str, str, str, str]) -> None:
    seed, public, message, signature = map(raw, vector)
    assert by.public_key_of(seed) == public
    assert by.sign(seed, message) == signature
    assert by.is_signed(public, message, signature)


def test_both_make_and_take_the_same() -> None:
    for length in range(0, 200, 23):
        seed, message = secrets.token_bytes(32), secrets.token_bytes(length)
        public, signature = signing.public_key_of(seed), signing.sign(seed, message)
        assert (signing_python.public_key_of(seed), signing_python.sign(seed, message)) == (public, signature)
        assert signing_python.is_signed(public, message, signature)


@BOTH
def test_another_message_key_or_signature_is_not_signed(by: ModuleType) -> None:
    _, public, message, signature = map(raw, VECTORS[2])
    other = by.public_key_of(bytes(32))
    s = int.from_bytes(signature[32:], "little")
    for key, said, signed in (
        (public, message + b"x", signature),
        (other, message, signature),
        (public, message, signature[:32] + (s + L).to_bytes(32, "little")),
        (public, message, signature[:-1]),
        (public, message, signature + b"\x00"),
        (public[:-1], message, signature),
        (public, message, bytes([signature[0] ^ 1]) + signature[1:]),
        (b"\xff" * 32, message, signature),
        (bytes(32), message, signature),
    ):
        assert not by.is_signed(key, said, signed)


@BOTH
@pytest.mark.parametrize(
    "small",
    [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ],
    ids=["order 1", "order 2", "order 4", "order 8", "order 8, other sign"],
)
def test_a_key_of_small_order_signs_nothing(by: ModuleType, small: str) -> None:
    """With such a key and R, S = 0 would pass for any message."""
    key = raw(small)
    for commitment in (key, raw("01" + "00" * 31)):
        for message in (b"", b"a", b"b", b"c"):
            assert not by.is_signed(key, message, commitment + bytes(32))
