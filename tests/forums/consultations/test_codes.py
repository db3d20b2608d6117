"""Codes on paper: whoever types one character wrongly, or two in each other's place, is told."""

from __future__ import annotations

import pytest

from govern.errors import NotValid
from govern.forums.consultations.rules.codes import check_letter, on_paper, read_code
from govern.identity.rules import ALPHABET

CODES = ("7KQM", "2222", "ZZZZ", "A2B3")


@pytest.mark.parametrize("code", CODES)
def test_every_wrong_character_and_every_two_in_wrong_order_are_noticed(code: str) -> None:
    whole = code + check_letter(code)
    for at in range(len(whole)):
        for other in ALPHABET:
            typed = whole[:at] + other + whole[at + 1 :]
            if typed != whole:
                with pytest.raises(NotValid):
                    read_code(typed)
    for at in range(len(whole) - 1):
        typed = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
        if typed != whole:
            with pytest.raises(NotValid):
                read_code(typed)


@pytest.mark.parametrize("code", CODES)
def test_small_letters_spaces_and_dashes_are_no_matter(code: str) -> None:
    printed = on_paper(code)
    assert read_code(printed) == read_code(f" {printed.lower()} ") == read_code(printed.replace("-", " ")) == code
