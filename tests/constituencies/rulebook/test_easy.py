"""The rules as Easy Read: one idea a line, fifteen words at most, in every example."""

from __future__ import annotations

import pytest

from govern.constituencies.rulebook.book import as_template, example, example_names, load
from govern.constituencies.rulebook.plain.easy import easy_parts
from govern.web.page import static
from tests.constituencies.rulebook.book.mutating import changed

LONGEST = 15


@pytest.mark.parametrize("name", example_names())
def test_every_example_is_said_in_lines_of_one_idea(name: str) -> None:
    """`easy-read.md`: at most fifteen words, no percent, no brackets, no semicolon, a picture that is there."""
    parts = easy_parts(load(as_template(name, society_id="bont", society_name="Bont Care")))
    assert all(part.lines for part in parts)
    for part in parts:
        for line in part.lines:
            said = str(line.words)
            assert all(len(sentence.split()) <= LONGEST for sentence in said.split(". ")), said
            assert not any(sign in said for sign in "%;()_{"), said
            assert static(line.picture)


def lines(text: str, language: str = "en") -> list[str]:
    return [str(line.words) for part in easy_parts(load(text), language) for line in part.lines]


def test_the_lines_say_what_the_rules_say() -> None:
    found = lines(example("tair_nant"))
    assert "People who get support: 30 out of 100." in found
    assert "To change the rules, 3 of every 4 must say yes." in found
    assert "At most 3 of them can be volunteers." in found
    assert "You can send another person to vote for you." in found


def test_the_lines_follow_the_rules() -> None:
    assert "Nobody else can vote in your place." in lines(example("tiny"))
    assert "We tell you 21 days before." in lines(changed("tair_nant", (("notice", "agm_days"), 21)))
    assert "This group can speak. It has no vote." in lines(example("principal_supporting"))
    assert "It is called: Bwrdd." in lines(example("tair_nant"), "cy")
