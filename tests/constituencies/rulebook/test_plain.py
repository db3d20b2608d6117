"""The rulebook in plain sentences: every example can be read whole, in both languages, with its numbers."""

from __future__ import annotations

import pytest

from govern.constituencies.rulebook.book import clause, example, example_names, load
from govern.constituencies.rulebook.plain import plain_chapter, plain_chapters, share
from govern.errors import NotFound
from govern.web.languages import LANGUAGES


@pytest.mark.parametrize("name", example_names())
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_example_is_said_in_short_sentences(name: str, language: str) -> None:
    for chapter in plain_chapters(load(example(name)), language):
        for rule in chapter.rules:
            for sentence in rule.sentences:
                said = LANGUAGES[language].say(sentence)
                assert said and "_" not in said and "{" not in said and "None" not in said, said
                assert len(said.split()) <= 42, said


def test_a_rule_stands_under_its_number() -> None:
    book = load(example("tair_nant"))
    chapter = plain_chapter(book, "voting")
    found = {rule.number: [str(s) for s in rule.sentences] for rule in chapter.rules}
    assert found[clause("voting.vacant_college")] == [
        "The share of a group without members is divided among the others."
    ]
    assert found[clause("voting.tie")] == ["When votes are equal, the motion is lost."]


def test_what_the_rules_leave_unsaid_is_marked_or_left_out() -> None:
    book = load(example("colne_valley_like"))
    ballot = plain_chapter(book, "ballot")
    assert ballot.rules and not any(rule.said for rule in ballot.rules)
    numbers = [rule.number for rule in plain_chapter(book, "society").rules]
    assert clause("society.name_cy") not in numbers


def test_groups_are_named_in_the_language() -> None:
    book = load(example("tair_nant"))
    said = " ".join(str(s) for rule in plain_chapter(book, "constituency", "cy").rules for s in rule.sentences)
    assert "Gwirfoddolwyr" in said and "Volunteers" not in said


def test_the_cap_is_said_with_whom_it_counts_and_what_happens() -> None:
    (rule,) = plain_chapter(load(example("tair_nant")), "cap").rules
    assert [str(s) for s in rule.sentences] == [
        "Board: at most one third of the seats there are: volunteers.",
        "A seat that would break this is refused.",
    ]


def test_a_chapter_nobody_has_is_not_found() -> None:
    with pytest.raises(NotFound):
        plain_chapter(load(example("tiny")), "weather")


def test_shares_without_a_short_name_are_points_of_a_hundred() -> None:
    from fractions import Fraction

    assert [str(share(Fraction(*of))) for of in ((1, 3), (2, 5), (1, 8))] == ["one third", "40 of 100", "12.5 of 100"]
