"""ristretto255 and Ed25519 in plain Python: the vectors of RFC 9496, and what every verifier has to refuse alike."""

from __future__ import annotations

import hashlib
import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from govern.ballots.verifier import ed25519
from govern.ballots.verifier.ed25519 import ORDER, P, verify
from govern.ballots.verifier.group import BASE, NOTHING, Group, ristretto, spelling
from govern.ballots.verifier.reading import Refusal
from tests.ballots.verifier.proving import Signer, compressed

PLAIN, FAST = Group(plain=True), Group(plain=False)
#: RFC 9496, A.1: the multiples 0 to 15 of the base point.
MULTIPLES_TEXT = """
0000000000000000000000000000000000000000000000000000000000000000
e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76
6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919
94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259
da80862773358b466ffadfe0b3293ab3d9fd53c5ea6c955358f568322daf6a57
e882b131016b52c1d3337080187cf768423efccbb517bb495ab812c4160ff44e
f64746d3c92b13050ed8d80236a7f0007c3b3f962f5ba793d19a601ebb1df403
44f53520926ec81fbd5a387845beb7df85a96a24ece18738bdcfa6a7822a176d
903293d8f2287ebe10e2374dc1a53e0bc887e592699f02d077d5263cdd55601c
02622ace8f7303a31cafc63f8fc48fdc16e1c8c8d234b2f0d6685282a9076031
20706fd788b2720a1ed2a5dad4952b01f413bcf0e7564de8cdc816689e2db95f
bce83f8ba5dd2fa572864c24ba1810f9522bc6004afe95877ac73241cafdab42
e4549ee16b9aa03099ca208c67adafcafa4c3f3e4e5303de6026e3ca8ff84460
aa52e000df2e16f55fb1032fc33bc42742dad6bd5a8fc0be0167436c5948501f
46376b80f409b29dc2b5f6f0c52591990896e5716f41477cd30085ab7f10301e
e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e
"""
#: RFC 9496, A.2: not canonical, negative, not squares, negative xy, and y = 0.
WRONG_TEXT = """
00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
0100000000000000000000000000000000000000000000000000000000000000
01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20
c34c4e1826e5d403b78e246e88aa051c36ccf0aafebffe137d148a2bf9104562
c940e5a4404157cfb1628b108db051a8d439e1a421394ec4ebccb9ec92a8ac78
47cfc5497c53dc8e61c91d17fd626ffb1c49e2bca94eed052281b510b1117a24
f1c6165d33367351b0da8f6e4511010c68174a03b6581212c71c0e1d026c3c72
87260f7a2f12495118360f02c26a470f450dadf34a413d21042b43b9d93e1309
26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371
4eac077a713c57b4f4397629a4145982c661f48044dd3f96427d40b147d9742f
de6a7b00deadc788eb6b6c8d20c0ae96c2f2019078fa604fee5b87d6e989ad87
bcab477be20861e01e4a0e295284146a510150d9817763caf1a6f4b422d67042
2a292df7e32cababbd9de088d1d1abec9fc0440f637ed2fba145094dc14bea08
f4a9e534fc0d216c44b218fa0c42d99635a0127ee2e53c712f70609649fdff22
8268436f8c4126196cf64b3c7ddbda90746a378625f9813dd9b8457077256731
2810e5cbc2cc4d4eece54f61c6f69758e289aa7ab440b3cbeaa21995c2f4232b
3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e
a45fdc55c76448c049a1ab33f17023edfb2be3581e9c7aade8a6125215e04220
d483fe813c6ba647ebbfd3ec41adca1c6130c2beeee9d9bf065c8d151c5f396e
8a2e1d30050198c65a54483123960ccc38aef6848e1ec8f5f780e8523769ba32
32888462f8b486c68ad7dd9610be5192bbeaf3b443951ac1a8118419d9fa097b
227142501b9d4355ccba290404bde41575b037693cef1f438c47f8fbf35d1165
5c37cc491da847cfeb9281d407efc41e15144c876e0170b499a96a22ed31e01e
445425117cb8c90edcbc7c1cc0e74f747f2c1efa5630a967c64f287792a48a4b
ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
"""
MULTIPLES, WRONG = MULTIPLES_TEXT.split(), WRONG_TEXT.split()
#: RFC 9496, A.3: what is hashed, and the point.
MAPPED = {
    "Ristretto is traditionally a short shot of espresso coffee": (
        "3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46"
    ),
    "made with the normal amount of ground coffee but extracted with": (
        "f26e5b6f7d362d2d2a94c5d0e7602cb4773c95a2e5c31a64f133189fa76ed61b"
    ),
    "about half the amount of water in the same amount of time": (
        "006ccd2a9e6867e6a2c5cea83d3302cc9de128dd2a9a57dd8ee7b9d7ffe02826"
    ),
}


@pytest.mark.parametrize("group", [PLAIN, FAST], ids=["plain", "fast"])
def test_multiples_of_the_base_are_those_of_the_rfc(group: Group) -> None:
    for number, wanted in enumerate(MULTIPLES):
        assert group.sum([(number, BASE)]).hex() == wanted
        assert group.sum([(1, BASE)] * 9 + [(number - 9, BASE)]).hex() == wanted, "by the way for many terms"
        if number:
            assert group.valid(bytes.fromhex(wanted)) and spelling_of(wanted) == wanted


def spelling_of(text: str) -> str:
    point = ristretto(bytes.fromhex(text))
    assert point is not None
    return spelling(point).hex()


@pytest.mark.parametrize("wrong", [*WRONG, "00" * 32, "00" * 31, "00" * 33])
def test_what_is_not_the_one_spelling_of_a_point_is_refused(wrong: str) -> None:
    """The identity is refused too."""
    for group in (PLAIN, FAST):
        assert not group.valid(bytes.fromhex(wrong))
        with pytest.raises(Refusal):
            group.ready(bytes.fromhex(wrong))


@pytest.mark.parametrize("group", [PLAIN, FAST], ids=["plain", "fast"])
def test_hashes_are_mapped_to_points_as_the_rfc_does(group: Group) -> None:
    for text, wanted in MAPPED.items():
        assert group.mapped(hashlib.sha512(text.encode()).digest()).hex() == wanted


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, ORDER - 1), st.integers(0, 60)), min_size=1, max_size=40))
def test_sums_come_out_alike_in_every_way_of_making_them(terms: list[tuple[int, int]]) -> None:
    points = [PLAIN.mapped(hashlib.sha512(bytes([seed])).digest()) for _, seed in terms]
    pairs = [(scalar, point) for (scalar, _), point in zip(terms, points, strict=True)]
    whole = PLAIN.sum(pairs)
    one_by_one = [(1, part) for part in (FAST.sum([pair]) for pair in pairs) if part != NOTHING]
    assert whole == FAST.sum(pairs) == (PLAIN.sum(one_by_one) if one_by_one else NOTHING)
    assert PLAIN.vanishes([*pairs, *((ORDER - scalar, point) for scalar, point in pairs)])


def test_a_sum_that_is_off_by_one_does_not_vanish() -> None:
    point = PLAIN.mapped(secrets.token_bytes(64))
    assert PLAIN.vanishes([(5, point), (ORDER - 5, point)]) and not PLAIN.vanishes([(5, point), (ORDER - 4, point)])
    assert PLAIN.sum([(ORDER, point)]) == FAST.sum([(ORDER, point)]) == NOTHING


# Ed25519 -----------------------------------------------------------------------------------------------------------

KEY = Signer(b"k" * 32)
GOOD = KEY.sign(b"message")


def test_a_signature_of_the_tests_own_is_the_one_that_a_library_makes() -> None:
    theirs = SigningKey(b"k" * 32)
    assert bytes(theirs.verify_key) == KEY.public and theirs.sign(b"message").signature == GOOD
    assert verify(KEY.public, b"message", GOOD) and not verify(KEY.public, b"messagE", GOOD)


def small_order() -> list[bytes]:
    """The canonical encodings of the eight points of small order: the multiples of one of order eight."""
    for y in range(2, 100):
        point = ed25519.decode(y.to_bytes(32, "little"))
        torsion = ed25519.IDENTITY if point is None else ed25519.times(ORDER, point)
        if not ed25519.same(ed25519.times(4, torsion), ed25519.IDENTITY):
            return [compressed(ed25519.times(number, torsion)) for number in range(8)]
    raise AssertionError("there are such points")


S_PLUS_ORDER = GOOD[:32] + (int.from_bytes(GOOD[32:], "little") + ORDER).to_bytes(32, "little")
#: 1 written as 1 + p, the identity with its sign set, and numbers at and above p: all not canonical.
NOT_CANONICAL = [
    (1 + P).to_bytes(32, "little"),
    (1 | 1 << 255).to_bytes(32, "little"),
    P.to_bytes(32, "little"),
    (P + 3).to_bytes(32, "little"),
    b"\xff" * 32,
]


def test_what_libsodium_refuses_is_refused_here() -> None:
    """S above the order, R and keys that are not canonical or of small order, other lengths."""
    weak = small_order()
    assert len(set(weak)) == 8
    zero = bytes(32)
    for bad in (S_PLUS_ORDER, GOOD[:63], GOOD + b"x", b"", GOOD[:32] + b"\xff" * 32):
        assert not verify(KEY.public, b"message", bad)
    for odd in (*weak, *NOT_CANONICAL):
        assert not verify(odd, b"message", GOOD)
        assert not verify(odd, b"", odd + zero), "the equation holds for many of these, but they are no keys"
        assert not verify(KEY.public, b"message", odd + GOOD[32:])
    assert not verify(b"", b"message", GOOD)


@settings(max_examples=40)
@given(st.integers(0, 511), st.binary(max_size=40))
def test_a_signature_with_one_bit_changed_is_refused(bit: int, message: bytes) -> None:
    signature = bytearray(KEY.sign(message))
    assert verify(KEY.public, message, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not verify(KEY.public, message, bytes(signature))
