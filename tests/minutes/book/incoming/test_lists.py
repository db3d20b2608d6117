"""A line of the list of past minutes: read in English and Welsh, or told what is wrong with each cell."""

from __future__ import annotations

from datetime import date

import pytest

from govern.constituencies.register.incoming.sheet import Line
from govern.errors import NotValid
from govern.minutes.book.incoming import Body, Kind, Listed, SeenBy, State, check_listed, listed_in

BODIES = (Body("general", ("The members", "Yr aelodau")), Body("board", ("Board", "Bwrdd")))
TODAY = date(2026, 11, 9)
GOOD = {
    "file": "agm.pdf",
    "body": "general",
    "kind": "agm",
    "date": "2019-05-18",
    "title": "AGM 2019",
    "language": "en",
    "state": "signed",
    "seen by": "members",
}


def read(**cells: str) -> Listed | tuple[object, ...]:
    named = {name.replace("_", " "): cell for name, cell in cells.items()}
    return listed_in(Line(2, GOOD | named), BODIES, ("en", "cy"), TODAY)


def test_a_line_is_read() -> None:
    assert read() == Listed("general", Kind.AGM, date(2019, 5, 18), "AGM 2019", "en", State.SIGNED, SeenBy.MEMBERS)


def test_a_line_is_read_in_welsh_too() -> None:
    found = read(body="Bwrdd", kind="cyfarfod", date="18/05/2019", language="Cymraeg", state="Drafft", seen_by="pawb")
    assert found == Listed("board", Kind.BODY, date(2019, 5, 18), "AGM 2019", "cy", State.DRAFT, SeenBy.PUBLIC)


def test_a_line_without_a_language_is_in_the_first_of_the_society() -> None:
    found = read(language="")
    assert isinstance(found, Listed) and found.language == "en"


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ({"body": "senate"}, "The rules have no body “senate”. Write one of: The members, Board."),
        ({"body": ""}, "The rules have no body “”"),
        ({"kind": "party"}, "cannot stand in the column “kind”. Write one of: agm, gm, body."),
        ({"date": "May 2019"}, "is no date we can read"),
        ({"date": "2027-01-01"}, "is still to come"),
        ({"date": "1066-10-14"}, "is too long ago"),
        ({"title": ""}, "The title is missing"),
        ({"language": "fr"}, "The society does not write in “fr”"),
        ({"state": "?"}, "Write one of: signed, draft."),
        ({"seen_by": "me"}, "Write one of: members, public, officers."),
        ({"kind": "body"}, "A general meeting is of the members"),
        ({"body": "Board"}, "A general meeting is of the members"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(cell: dict[str, str], says: str) -> None:
    found = read(**cell)
    assert isinstance(found, tuple)
    (why,) = found
    assert says in str(why)


def test_every_fault_of_a_line_is_told_at_once() -> None:
    found = read(body="x", kind="x", date="x", title="", language="x", state="x", seen_by="x")
    assert isinstance(found, tuple) and len(found) == 7


def test_what_the_parts_say_together_is_refused_beside_its_field() -> None:
    with pytest.raises(NotValid) as refusal:
        check_listed(Listed("board", Kind.AGM, TODAY, "x", "en", State.DRAFT, SeenBy.MEMBERS), TODAY)
    assert refusal.value.field == "kind"
