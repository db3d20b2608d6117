"""What a paper refuses to be: without title, without a caption, without words for its pictures."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from govern.documents import Form, Heading, Photo, Picture, Run, Table, labels_in, plain
from govern.sentences import ENGLISH
from tests.documents.papers import MADE_ON, declaration


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Heading("Too high", 1),
        lambda: Heading("Too low", 5),
        lambda: Table("", ("A",), (("1",),)),
        lambda: Table("Votes", ("A", "B"), (("1",),)),
        lambda: Table("Votes", ("A", "B"), (("1", "2"),), footer=("1",)),
        lambda: Table("Votes", ("A", "B"), (("1", "2"),), numeric=frozenset({2})),
        lambda: Picture("<svg/>", " "),
        lambda: Photo(b"GIF89a", "image/gif"),
        lambda: Run("here", link="javascript:alert(1)"),
        lambda: Run("here", link="/rules"),
        lambda: msgspec.structs.replace(declaration(), title=" "),
    ],
)
def test_a_paper_nobody_could_read_is_not_made(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError):
        wrong()


def test_a_paper_says_who_made_it_and_what_it_is() -> None:
    assert declaration().identity() == (
        "Tair Nant Care Co-operative",
        "Registered number RS1234",
        "Paper 2026-4-2",
        "2026-12-01",
        "Rules, version 7",
        "English",
        "Standard",
    )
    assert declaration().record() == "Record " + "3f2a" * 16


def test_an_easy_read_paper_says_so() -> None:
    assert labels_in(ENGLISH, made_on=MADE_ON, form=Form.EASY_READ).form == "Easy Read"


def test_runs_read_as_one_line() -> None:
    assert plain((Run("Ana "), Run("is elected", strong=True), Run("."))) == "Ana is elected."
