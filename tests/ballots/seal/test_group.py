"""One group behind one door: every way of working in it gives the same, and each is the ristretto255 of RFC 9496."""

from __future__ import annotations

import ctypes.util
import hashlib
import random
import secrets

import pytest

from govern.ballots.seal import group, group_libsodium, group_python
from govern.ballots.seal.group import NotAPoint, NotAScalar
from govern.ballots.seal.group_python import Backend
from tests.ballots.seal.rfc9496 import BAD, EQUAL, EQUAL_TO, MAPPED, MULTIPLES

raw = bytes.fromhex


def backends() -> dict[str, Backend]:
    found: dict[str, Backend] = {"plain Python": group_python.PLAIN}
    for name, calls in (
        ("rbcl", group_libsodium._through_rbcl()),
        ("the system's libsodium", group_libsodium._through_the_system()),
    ):
        if calls is not None:
            found[name] = group_libsodium._Libsodium(calls)
    return found


BACKENDS = backends()
EVERY = pytest.mark.parametrize("backend", BACKENDS)


@pytest.fixture
def by(backend: str, monkeypatch: pytest.MonkeyPatch) -> Backend:
    monkeypatch.setattr(group, "_group", BACKENDS[backend])
    return BACKENDS[backend]


def some_scalars(number: int, seed: int) -> list[int]:
    drawn = random.Random(seed)
    edges = [0, 1, 2, 15, 16, group.L - 1, group.L - 2, 2**252, 2**128, 2**64 - 1]
    return [drawn.choice(edges) if drawn.random() < 0.2 else drawn.randrange(group.L) for _ in range(number)]


def some_points(number: int, seed: int) -> list[bytes]:
    return [
        group_python.PLAIN.from_hash(hashlib.sha512(f"{seed} {place}".encode()).digest()) for place in range(number)
    ]


def test_rbcl_is_what_works_here() -> None:
    assert group.works_with() == "libsodium" and "rbcl" in BACKENDS


def test_without_libsodium_plain_python_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_libsodium, "_through_rbcl", lambda: None)
    if "the system's libsodium" in BACKENDS:
        assert group_libsodium.found() is not None
    monkeypatch.setattr(ctypes.util, "find_library", lambda _name: None)
    assert group_libsodium.found() is None


# --- RFC 9496 -------------------------------------------------------------------------------------------------------


@EVERY
def test_multiples_of_the_base(by: Backend) -> None:
    found = group.IDENTITY
    for number, told in enumerate(MULTIPLES):
        assert group.base_times(number) == group.times(number, group.BASE) == found == raw(told)
        assert group.base_times(number + group.L) == raw(told)
        assert group.is_point(raw(told)) is (number > 0)
        found = group.add(found, group.BASE)


@EVERY
@pytest.mark.parametrize("encoded", BAD)
def test_bytes_that_are_no_encoding(by: Backend, encoded: str) -> None:
    assert not group.is_point(raw(encoded))
    with pytest.raises(NotAPoint):
        group.checked(raw(encoded))


@EVERY
def test_a_point_with_the_highest_bit_set_is_no_second_encoding_of_it(by: Backend) -> None:
    # libsodium 1.0.18, which Debian 12 and rbcl have, takes it for the point itself
    for point in (group.BASE, *some_points(5, 4)):
        assert group.is_point(point)
        assert not group.is_point(point[:-1] + bytes([point[-1] | 0x80]))


@EVERY
@pytest.mark.parametrize("text", MAPPED)
def test_hash_to_the_group(by: Backend, text: str) -> None:
    assert group.from_hash(hashlib.sha512(text.encode()).digest()) == raw(MAPPED[text])


@EVERY
@pytest.mark.parametrize("uniform", EQUAL)
def test_different_bytes_that_come_to_one_element(by: Backend, uniform: str) -> None:
    assert group.from_hash(raw(uniform)) == raw(EQUAL_TO)


@EVERY
@pytest.mark.parametrize("length", [0, 32, 63, 65])
def test_a_hash_of_another_length_is_refused(by: Backend, length: int) -> None:
    with pytest.raises(NotAPoint):
        group.from_hash(bytes(length))


# --- All the same ---------------------------------------------------------------------------------------------------


@EVERY
def test_the_same_sums_and_multiples_as_plain_python(by: Backend) -> None:
    plain, points = group_python.PLAIN, some_points(12, 1)
    for one, other, scalar in zip(points, reversed(points), some_scalars(12, 1), strict=True):
        assert by.add(one, other) == plain.add(one, other)
        assert by.subtract(one, other) == plain.subtract(one, other)
        if scalar:
            assert by.times(scalar, one) == plain.times(scalar, one)
            assert by.base_times(scalar) == plain.base_times(scalar)
        uniform = secrets.token_bytes(64)
        assert by.from_hash(uniform) == plain.from_hash(uniform)


@EVERY
def test_the_same_bytes_are_points(by: Backend) -> None:
    drawn, valid = random.Random(5), 0
    for _ in range(120):
        encoded = bytes([drawn.randrange(128) << 1]) + drawn.randbytes(30) + bytes([drawn.randrange(256)])
        assert by.is_valid(encoded) is group_python.PLAIN.is_valid(encoded)
        valid += by.is_valid(encoded)
    assert valid > 10


@EVERY
@pytest.mark.parametrize("number", range(41))
def test_a_weighted_sum_is_the_sum_of_the_multiples(by: Backend, number: int) -> None:
    scalars, points = some_scalars(number, number), some_points(number, number)
    if number > 3:
        points[0], points[1], points[2] = group.BASE, group.IDENTITY, points[3]
    naive = group.IDENTITY
    for scalar, point in zip(scalars, points, strict=True):
        naive = group.add(naive, group.times(scalar, point))
    assert group.weighted_sum(zip(scalars, points, strict=True)) == naive
    shifted = [(scalar - group.L * (scalar % 3), point) for scalar, point in zip(scalars, points, strict=True)]
    assert group.weighted_sum(shifted) == naive


@EVERY
def test_a_weighted_sum_may_come_to_nought(by: Backend) -> None:
    one, other = some_points(2, 9)
    assert group.weighted_sum([]) == group.IDENTITY
    assert group.weighted_sum([(5, one), (-5, one)]) == group.IDENTITY
    assert group.weighted_sum([(1, one), (-1, one), (0, other), (group.L, other)]) == group.IDENTITY
    assert group.weighted_sum([(3, one), (2, other), (-3, one), (-2, other)]) == group.IDENTITY


@EVERY
def test_nought_is_reckoned_with_and_is_no_point_of_a_document(by: Backend) -> None:
    point = some_points(1, 3)[0]
    assert not group.is_point(group.IDENTITY)
    with pytest.raises(NotAPoint):
        group.checked(group.IDENTITY)
    assert group.add(point, group.IDENTITY) == group.subtract(point, group.IDENTITY) == point
    assert group.subtract(point, point) == group.IDENTITY
    assert group.add(point, group.subtract(group.IDENTITY, point)) == group.IDENTITY
    for scalar in (0, group.L, -group.L, 2 * group.L):
        assert group.times(scalar, point) == group.base_times(scalar) == group.IDENTITY
    assert group.times(7, group.IDENTITY) == group.IDENTITY
    assert group.total([]) == group.IDENTITY and group.total([point, point]) == group.times(2, point)
    assert group.weighted_sum([(7, group.IDENTITY)]) == group.IDENTITY
    assert group.times(group.L - 1, point) == group.subtract(group.IDENTITY, point)


@EVERY
@pytest.mark.parametrize("encoded", [b"", bytes(31), bytes(33), group.BASE[:-1], group.BASE + b"\0"])
def test_bytes_of_another_length_are_no_point(by: Backend, encoded: bytes) -> None:
    assert not group.is_point(encoded)


# --- Numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 2**64, group.L - 1])
def test_a_number_has_one_encoding(number: int) -> None:
    encoded = group.scalar_to_bytes(number)
    assert len(encoded) == 32 and group.scalar_from_bytes(encoded) == number
    again = number + group.L
    with pytest.raises(NotAScalar):
        group.scalar_from_bytes(again.to_bytes(32, "little"))


@pytest.mark.parametrize("encoded", [b"", bytes(31), bytes(33), b"\xff" * 32, group.L.to_bytes(32, "little")])
def test_other_bytes_are_no_number(encoded: bytes) -> None:
    with pytest.raises(NotAScalar):
        group.scalar_from_bytes(encoded)


def test_what_is_drawn_is_never_nought(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(0 < group.random_scalar() < group.L for _ in range(100))
    monkeypatch.setattr(secrets, "randbelow", lambda _most: 0)
    assert group.random_scalar() == 1
    monkeypatch.setattr(secrets, "randbelow", lambda most: most - 1)
    assert group.random_scalar() == group.L - 1


def test_a_number_times_its_inverse_is_one() -> None:
    for scalar in (1, 2, group.L - 1, group.random_scalar()):
        assert scalar * group.inverse(scalar) % group.L == 1
