"""How papers are numbered, and what somebody with one in hand may type."""

from __future__ import annotations

import pytest

from govern.documents import Form
from govern.errors import NotFound, NotValid
from govern.minutes.papers import rules
from govern.minutes.papers.rules import OF_BALLOT, OF_MEETING, PaperKind


@pytest.mark.parametrize("typed", ["P-2026-17", " p-2026-17 ", "2026/17", "P 2026 17", "2026-17"])
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert rules.number_in(typed) == (2026, 17)
    assert rules.numbered(2026, 17) == "P-2026-17"


@pytest.mark.parametrize("typed", ["", "17", "P-26-17", "2026-17-3", "2026-1234567", "٢٠٢٦-17x"])
def test_what_is_no_number_of_a_paper_is_refused(typed: str) -> None:
    with pytest.raises(NotValid, match="looks like P-2026-17") as refusal:
        rules.number_in(typed)
    assert refusal.value.field == "number"


def test_a_mark_is_read_with_and_without_its_lines() -> None:
    assert rules.mark_in("3F2A-91bc 77aa-0b1c") == "3f2a91bc77aa0b1c"
    assert rules.mark_in("ab" * 32) == "ab" * 32


@pytest.mark.parametrize("typed", ["", "3f2a-91bc-77aa", "3f2a-91bc-77aa-0b1g", "a" * 65])
def test_what_is_no_mark_is_refused(typed: str) -> None:
    with pytest.raises(NotValid, match="sixteen signs") as refusal:
        rules.mark_in(typed)
    assert refusal.value.field == "mark"


def test_every_kind_has_a_name_and_is_made_of_something() -> None:
    assert set(rules.NAMES) == set(PaperKind)
    assert {*OF_MEETING, *OF_BALLOT, PaperKind.EXTRACT, PaperKind.CONSULTATION, PaperKind.ANSWER} == set(PaperKind)


def test_a_kind_or_a_form_that_does_not_exist_is_not_found() -> None:
    assert rules.kind_of("agenda", OF_MEETING) is PaperKind.AGENDA
    with pytest.raises(NotFound):
        rules.kind_of("roll", OF_MEETING)
    assert rules.form_of("", PaperKind.ROLL) is Form.STANDARD
    with pytest.raises(NotFound, match="in this form"):
        rules.form_of("easy_read", PaperKind.ROLL)
