"""The key in shares: any k of n, never fewer, and a dealer who lies is caught by whoever holds a share."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from govern.ballots.seal import elgamal, group, opening, share_words, sharing
from govern.ballots.seal.opening import NotAPartial
from govern.ballots.seal.sharing import Dealing, NotADealing, TooFewShares, WrongShare

SLIP = b"\x11" + bytes(29)
WHERE = opening.context(bytes(32), "board", "all")
SIZES = [(needed, holders) for holders in range(1, 6) for needed in range(1, holders + 1)]


def sealed(dealing: Dealing, times: int = 1) -> list[elgamal.Ciphertext]:
    return [elgamal.seal(dealing.key, SLIP, b"label")[0].ciphertext for _ in range(times)]


def parts_of(dealing: Dealing, ciphertexts: list[elgamal.Ciphertext]) -> dict[int, tuple[bytes, ...]]:
    made = {number: opening.decrypt(WHERE, share, ciphertexts) for number, share in dealing.shares.items()}
    for number, partial in made.items():
        opening.check(WHERE, sharing.share_key(dealing.commitments, number), ciphertexts, partial)
    return {number: partial.parts for number, partial in made.items()}


@pytest.mark.parametrize(("needed", "holders"), SIZES)
def test_any_k_of_n_open_and_fewer_do_not(needed: int, holders: int) -> None:
    dealing = sharing.deal(needed, holders)
    sharing.check_commitments(dealing.key, dealing.commitments, needed)
    for number, share in dealing.shares.items():
        sharing.check_share(dealing.commitments, number, share)
    ciphertexts = sealed(dealing)
    parts = parts_of(dealing, ciphertexts)
    for chosen in combinations(parts, needed):
        (found,) = opening.combine(needed, ciphertexts, {number: parts[number] for number in chosen})
        assert elgamal.from_point(found) == SLIP
    for number in set(range(1, holders + 1)) - {needed}:
        for chosen in combinations(parts, number):
            with pytest.raises(TooFewShares):
                opening.combine(needed, ciphertexts, {one: parts[one] for one in chosen})


@pytest.mark.parametrize(("needed", "holders"), [size for size in SIZES if size[0] > 1])
def test_one_share_too_few_comes_to_nothing_that_opens(needed: int, holders: int) -> None:
    dealing = sharing.deal(needed, holders)
    ciphertexts = sealed(dealing)
    parts = parts_of(dealing, ciphertexts)
    for chosen in combinations(parts, needed - 1):
        (found,) = opening.combine(needed - 1, ciphertexts, {number: parts[number] for number in chosen})
        assert elgamal.from_point(found) is None


def test_shares_of_any_k_add_up_to_the_key_and_of_fewer_to_another() -> None:
    dealing = sharing.deal(3, 5)
    for chosen in combinations(dealing.shares, 3):
        factors = sharing.lagrange(chosen)
        assert group.base_times(sum(factors[one] * dealing.shares[one] for one in chosen)) == dealing.key
    for few in combinations(dealing.shares, 2):
        factors = sharing.lagrange(few)
        assert group.base_times(sum(factors[one] * dealing.shares[one] for one in few)) != dealing.key


@pytest.mark.parametrize(("needed", "holders"), [(0, 1), (2, 1), (-1, 3), (1, 0), (1, 256), (256, 256)])
def test_a_key_is_dealt_to_as_many_as_there_are(needed: int, holders: int) -> None:
    with pytest.raises(NotADealing):
        sharing.deal(needed, holders)


def test_a_wrong_share_is_seen_by_its_holder_alone() -> None:
    dealing = sharing.deal(2, 3)
    lied = {**dealing.shares, 2: (dealing.shares[2] + 1) % group.L}
    for number, share in lied.items():
        if number == 2:
            with pytest.raises(WrongShare, match=r"Share 2 .* Do not sign"):
                sharing.check_share(dealing.commitments, number, share)
        else:
            sharing.check_share(dealing.commitments, number, share)


@pytest.mark.parametrize("share", [0, group.L, -1])
def test_a_share_that_is_no_number_of_the_group_is_refused(share: int) -> None:
    with pytest.raises(WrongShare):
        sharing.check_share(sharing.deal(2, 3).commitments, 1, share)


def test_a_share_has_one_writing() -> None:
    dealing = sharing.deal(2, 3)
    with pytest.raises(WrongShare):
        sharing.check_share(dealing.commitments, 1, dealing.shares[1] + group.L)


def test_a_share_of_nought_is_refused_even_where_the_commitments_say_so() -> None:
    # F(x) = a - a x / 1: the share of number 1 is 0, and whoever holds it opens nothing
    dealing = sharing.dealt_with([5, group.L - 5], 2)
    assert dealing.shares[1] == 0
    with pytest.raises(WrongShare):
        sharing.check_share(dealing.commitments, 1, 0)
    sharing.check_share(dealing.commitments, 2, dealing.shares[2])


@pytest.mark.parametrize("number", [0, -1, 256, group.L + 1])
def test_a_number_that_no_scrutineer_has_is_refused(number: int) -> None:
    dealing = sharing.deal(2, 3)
    with pytest.raises(NotADealing):
        sharing.share_key(dealing.commitments, number)
    with pytest.raises(TooFewShares):
        opening.combine(1, sealed(dealing), {number: [group.BASE]})


def test_the_share_of_another_number_is_refused() -> None:
    dealing = sharing.deal(2, 3)
    with pytest.raises(WrongShare):
        sharing.check_share(dealing.commitments, 1, dealing.shares[2])


CHANGES: dict[str, Callable[[Dealing], tuple[bytes, ...]]] = {
    "one too few": lambda dealing: dealing.commitments[:-1],
    "one too many": lambda dealing: (*dealing.commitments, group.BASE),
    "none": lambda dealing: (),
    "a zero": lambda dealing: (*dealing.commitments[:-1], group.IDENTITY),
    "the key zero": lambda dealing: (group.IDENTITY, *dealing.commitments[1:]),
    "no point": lambda dealing: (*dealing.commitments[:-1], b"\xff" * 32),
    "not canonical": lambda dealing: (*dealing.commitments[:-1], (2**255 - 19 + 2).to_bytes(32, "little")),
    "too short": lambda dealing: (*dealing.commitments[:-1], dealing.commitments[-1][:-1]),
    "of another key": lambda dealing: (group.BASE, *dealing.commitments[1:]),
    "exchanged": lambda dealing: tuple(reversed(dealing.commitments)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_commitments_that_are_not_those_of_this_key_are_refused(change: str) -> None:
    dealing = sharing.deal(3, 5)
    sharing.check_commitments(dealing.key, dealing.commitments, 3)
    with pytest.raises(NotADealing):
        sharing.check_commitments(dealing.key, CHANGES[change](dealing), 3)


def test_a_commitment_that_was_changed_is_seen_by_every_holder() -> None:
    dealing = sharing.deal(2, 3)
    lied = (dealing.commitments[0], group.add(dealing.commitments[1], group.BASE))
    sharing.check_commitments(dealing.key, lied, 2)
    for number, share in dealing.shares.items():
        with pytest.raises(WrongShare):
            sharing.check_share(lied, number, share)


def test_the_same_scrutineer_twice_is_not_two() -> None:
    with pytest.raises(TooFewShares):
        sharing.check_enough([1, 1], 2)
    sharing.check_enough([1, 2], 2)


@pytest.mark.parametrize("change", [-1, 1])
def test_parts_for_another_number_of_slips_are_not_put_together(change: int) -> None:
    dealing = sharing.deal(2, 2)
    ciphertexts = sealed(dealing, 2)
    parts = parts_of(dealing, ciphertexts)
    parts[2] = parts[2][:change] if change < 0 else (*parts[2], group.BASE)
    with pytest.raises(NotAPartial):
        opening.combine(2, ciphertexts, parts)


def test_nothing_is_taken_from_bytes_that_are_no_slip() -> None:
    for strange in (group.IDENTITY, b"\xff" * 32, b"", group.BASE + b"\0"):
        for found in (elgamal.Ciphertext(strange, group.BASE), elgamal.Ciphertext(group.BASE, strange)):
            with pytest.raises(NotAPartial):
                opening.decrypt(WHERE, 5, [found])
    with pytest.raises(NotAPartial):
        opening.decrypt(WHERE, 5, [])


def test_the_shares_are_not_printed_with_the_dealing() -> None:
    dealing = sharing.deal(1, 1)
    assert "shares" not in repr(dealing) and str(dealing.shares[1]) not in repr(dealing)


def test_a_share_that_was_written_down_opens_like_the_share() -> None:
    dealing = sharing.deal(2, 3)
    ciphertexts = sealed(dealing)
    parts = {}
    for number in (1, 3):
        again = share_words.read_words(" ".join(share_words.to_words(dealing.shares[number])))
        sharing.check_share(dealing.commitments, number, again)
        parts[number] = opening.decrypt(WHERE, again, ciphertexts).parts
    (found,) = opening.combine(2, ciphertexts, parts)
    assert elgamal.from_point(found) == SLIP
