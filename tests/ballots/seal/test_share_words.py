"""A share on paper: 33 words by SLIP-39, and what is said of words that are wrong."""

from __future__ import annotations

import random

import pytest

from govern.ballots.seal import group, share_words
from govern.ballots.seal.share_words import NotWords
from govern.ballots.seal.slip39 import WORDS

#: The published vectors of SLIP-39 for one part and 256 bits; their passphrase is "TREZOR" throughout.
PUBLISHED = {
    "theory painting academic academic armed sweater year military elder discuss acne wildlife boring employer "
    "fused large satoshi bundle carbon diagnose anatomy hamster leaves tracks paces beyond phantom capital "
    "marvel lips brave detect luck": "989baf9dcaad5b10ca33dfd8cc75e42477025dce88ae83e75a230086a0e00e92",
    "impulse calcium academic academic alcohol sugar lyrics pajamas column facility finance tension extend "
    "space birthday rainbow swimming purple syndrome facility trial warn duration snapshot shadow hormone "
    "rhyme public spine counter easy hawk album": "8340611602fe91af634a5f4608377b5235fa2d757c51d720c0c7656249a3035f",
}
WRONG_CHECKSUM = (
    "theory painting academic academic armed sweater year military elder discuss acne wildlife boring employer "
    "fused large satoshi bundle carbon diagnose anatomy hamster leaves tracks paces beyond phantom capital "
    "marvel lips brave detect lunar"
)
WRONG_PADDING = (
    "theory painting academic academic campus sweater year military elder discuss acne wildlife boring "
    "employer fused large satoshi bundle carbon diagnose anatomy hamster leaves tracks paces beyond phantom "
    "capital marvel lips facility obtain sister"
)
ONE_OF_TWO = (
    "humidity disease academic always aluminum jewelry energy woman receiver strategy amuse duckling lying "
    "evidence network walnut tactics forget hairy rebound impulse brother survive clothes stadium mailman "
    "rival ocean reward venture always armed unwrap"
)
SHARE = 0x123456789ABCDEF << 190
PAPER = share_words.written(group.scalar_to_bytes(SHARE), 12345)


def refused(words: list[str] | tuple[str, ...] | str) -> str:
    with pytest.raises(NotWords) as refusal:
        share_words.read_words(words if isinstance(words, str) else " ".join(words))
    return str(refusal.value)


@pytest.mark.parametrize("words", PUBLISHED)
def test_the_published_words_hold_the_published_secret(words: str) -> None:
    assert share_words.secret_of(words, b"TREZOR").hex() == PUBLISHED[words]
    assert share_words.secret_of(words).hex() != PUBLISHED[words]


def test_a_secret_is_written_in_the_published_words() -> None:
    words, secret = list(PUBLISHED.items())[1]  # the extendable one, as these are
    identifier = (WORDS.index("impulse") << 10 | WORDS.index("calcium")) >> 5
    exponent = WORDS.index("calcium") & 15
    written = share_words.written(bytes.fromhex(secret), identifier, b"TREZOR", exponent)
    assert written == tuple(words.split())


@pytest.mark.parametrize("words", [WRONG_CHECKSUM, WRONG_PADDING, ONE_OF_TWO])
def test_published_words_that_are_none_are_refused(words: str) -> None:
    with pytest.raises(NotWords):
        share_words.secret_of(words, b"TREZOR")


@pytest.mark.parametrize("share", [1, 2, group.L - 1, SHARE, 0x1F00D << 220], ids=lambda share: f"{share:x}"[:8])
def test_a_share_comes_back_from_its_words(share: int) -> None:
    words = share_words.to_words(share)
    assert len(words) == 33 and set(words) <= set(WORDS)
    assert share_words.read_words(" ".join(words)) == share
    assert share_words.read_words(", ".join(word[:4].upper() for word in words) + "\n") == share


def test_the_same_share_is_written_in_other_words_each_time() -> None:
    assert len({share_words.to_words(SHARE) for _ in range(8)}) > 1


@pytest.mark.parametrize("secret", [0, group.L, group.L + 7, 2**256 - 1])
def test_words_that_hold_no_number_of_the_group_are_no_share(secret: int) -> None:
    words = share_words.written(secret.to_bytes(32, "little"), 7)
    assert "hold no share" in refused(words)


@pytest.mark.parametrize("place", range(33))
def test_a_wrong_word_is_named(place: int) -> None:
    other = random.Random(place).choice([word for word in WORDS if word != PAPER[place]])
    told = refused([*PAPER[:place], other, *PAPER[place + 1 :]])
    assert told.startswith(f"Word {place + 1}, “{other}”, is not the one that was written down.")


@pytest.mark.parametrize("place", range(33))
def test_a_missing_word_is_named(place: int) -> None:
    told = refused(PAPER[:place] + PAPER[place + 1 :])
    first = next(at for at in range(33) if PAPER[:at] + PAPER[at + 1 :] == PAPER[:place] + PAPER[place + 1 :])
    assert told.startswith(f"Word {first + 1} is missing.")


@pytest.mark.parametrize("place", range(34))
def test_a_word_too_many_is_named(place: int) -> None:
    assert refused([*PAPER[:place], "wolf", *PAPER[place:]]).startswith(f"Word {place + 1}, “wolf”, is one too many.")


@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 32), (4, 5), (11, 12), (3, 20), (29, 30), (31, 32)])
def test_two_words_that_have_changed_places_are_named(one: int, other: int) -> None:
    words = list(PAPER)
    words[one], words[other] = words[other], words[one]
    assert refused(words).startswith(f"Words {one + 1} and {other + 1} have changed places.")


@pytest.mark.parametrize("strange", ["acadfoo", "acadmia", "aca", "share", "éclair", "“zero”", "33"])
def test_a_word_that_is_not_on_the_list_is_named(strange: str) -> None:
    assert refused([*PAPER[:8], strange, *PAPER[9:]]).startswith(f"Word 9, “{strange}”, is not on the list")


@pytest.mark.parametrize("wrong", [2, 3])
def test_two_or_three_wrong_words_are_never_taken_for_a_share(wrong: int) -> None:
    drawn = random.Random(wrong)
    for _ in range(40):
        words = list(PAPER)
        for place in drawn.sample(range(33), wrong):
            words[place] = drawn.choice([word for word in WORDS if word != PAPER[place]])
        assert "written down" in refused(words) or "changed places" in refused(words)


@pytest.mark.parametrize("words", ["", "zero", " ".join(PAPER[:20]), " ".join(PAPER * 2)])
def test_another_number_of_words_is_told(words: str) -> None:
    assert refused(words).startswith(f"A share has 33 words, and these are {len(words.split())}.")
