"""Reading forms: every problem at once, everything typed kept, one ticked box is still a list."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
import pytest
from litestar.datastructures import FormMultiDict

from govern.errors import AlreadyDone, NotFound
from govern.web.forms import Ask, Submission, submitted


class Kind(StrEnum):
    AGM = "agm"
    BOARD = "board"


class Meeting(msgspec.Struct, frozen=True):
    title: Annotated[str, Ask("Write the title of the meeting.", longest=20)]
    on: Annotated[date, Ask("Type the day of the meeting.")]
    starts: Annotated[datetime, Ask("Type when it starts.")]
    kind: Annotated[Kind, Ask("Choose a kind.", "Choose one of the kinds on this page.")]
    places: Annotated[int, Ask("Type how many.", least=1, most=99)]
    items: list[str]
    remote: bool
    chair: UUID | None = None


GOOD = {
    "title": " Annual meeting ",
    "on_day": "27",
    "on_month": "11",
    "on_year": "2026",
    "starts_day": "27",
    "starts_month": "11",
    "starts_year": "2026",
    "starts_time": "7:30",
    "kind": "agm",
    "places": "9",
    "items": "reports",
}


def _form(**changes: str | list[str]) -> FormMultiDict:
    pairs: list[tuple[str, str]] = []
    for name, value in {**GOOD, **changes}.items():
        pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return FormMultiDict(pairs)


def test_a_good_form_becomes_values() -> None:
    form = submitted(Meeting, _form())
    assert form.values == Meeting(
        "Annual meeting",
        date(2026, 11, 27),
        datetime(2026, 11, 27, 7, 30, tzinfo=UTC),
        Kind.AGM,
        9,
        ["reports"],
        False,
    )
    assert form.problems == []


def test_a_time_in_summer_is_read_by_the_clock_on_the_wall() -> None:
    form = submitted(Meeting, _form(starts_month="7"))
    assert form.values is not None and form.values.starts == datetime(2026, 7, 27, 6, 30, tzinfo=UTC)


def test_one_ticked_box_is_a_list_of_one_and_none_is_an_empty_list() -> None:
    one, none = submitted(Meeting, _form()), submitted(Meeting, _form(items=[]))
    assert one.values is not None and one.values.items == ["reports"]
    assert none.values is not None and none.values.items == []


def test_every_problem_is_told_at_once_and_nothing_typed_is_lost() -> None:
    form = submitted(Meeting, _form(title="", on_month="13", kind="picnic", places="many", starts_time="late"))
    assert form.values is None
    assert [field for field, _ in form.problems] == ["title", "on", "starts", "kind", "places"]
    assert form.problem("title") == "Write the title of the meeting."
    assert form.problem("kind") == "Choose one of the kinds on this page."
    assert form.value("on_month") == "13" and form.value("places") == "many"
    assert form.status == 422


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": "x" * 21}, "title", "21 characters"),
        ({"title": "a\x00b"}, "title", "cannot be kept"),
        ({"places": "0"}, "places", "from 1 to 99"),
        ({"places": "٣"}, "places", "cannot read"),
        ({"places": ""}, "places", "Type how many."),
        ({"on_day": "31"}, "on", "does not exist"),
        ({"on_day": "", "on_month": "", "on_year": ""}, "on", "Type the day of the meeting."),
        ({"starts_day": "", "starts_month": "", "starts_year": ""}, "starts", "the day as well"),
        ({"chair": "nobody"}, "chair", "cannot read"),
    ],
)
def test_what_cannot_be_taken_gets_a_sentence(changes: dict[str, str], field: str, sentence: str) -> None:
    problem = submitted(Meeting, _form(**changes)).problem(field)
    assert problem is not None and sentence in problem


def test_a_refusal_from_inside_stands_beside_its_field() -> None:
    form = submitted(Meeting, _form()).refused(
        AlreadyDone("There is one on {day} already.", field="on", day="Friday")
    )
    assert form.values is None
    assert form.problems == [("on", "There is one on Friday already.")]
    assert form.value("title") == " Annual meeting "


def test_what_is_not_there_is_not_a_problem_of_the_form() -> None:
    with pytest.raises(NotFound):
        submitted(Meeting, _form()).refused(NotFound("There is no such meeting."))


def test_a_blank_form_has_no_problems() -> None:
    form = Submission.blank(title="AGM", items=["a", "b"])
    assert (form.value("title"), form.values_of("items"), form.problems) == ("AGM", ["a", "b"], [])
