"""The rulebook in plain sentences: every example can be read whole, in both languages, with its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from govern.constituencies.rulebook.book import Rulebook, clause, example, example_names, load
from govern.constituencies.rulebook.plain import plain_chapter, plain_chapters, share, words
from govern.errors import NotFound
from govern.languages import LANGUAGES
from govern.sentences import Sentence, Value
from tests.constituencies.rulebook.book.mutating import Place, changed


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


def words_listed(book: Rulebook) -> list[tuple[str, dict[str, Sentence]]]:
    """Every word of the book's lists with the table its text stands in."""
    bodies = {body.id for body in book.bodies}
    unnamed = [one.id for one in book.resolutions if not one.name]
    matters = [w for one in book.resolutions for w in one.used_for] + [w for one in book.bodies for w in one.domain]
    answers = (*book.recommendation.dispositions, *book.recommendation.reasons_required)
    appeals = [s for s in (book.recommendation.appeal.steps if book.recommendation.appeal else ()) if s not in bodies]
    counted = [w for one in book.constituencies for w in one.attributes]
    lists: list[tuple[Iterable[str], dict[str, Sentence]]] = [
        (unnamed, words.KINDS),
        (matters, words.MATTERS),
        ([w for one in book.constituencies for w in one.eligibility], words.CONDITIONS),
        ([w for one in book.constituencies for w in one.ends_when], words.EVENTS),
        (counted + [one.attribute for one in book.caps if one.attribute], words.COUNTED),
        ([one.per for one in book.caps if one.per], words.EACH),
        ([w for one in book.forum_layers for w in one.restricted_to], words.INVITED),
        (answers, words.ANSWERS),
        (appeals, words.APPEALS),
        (book.consultation.methods, words.METHODS),
        (book.consultation.mandate_evidence, words.EVIDENCE),
        ([w for w in [book.filing.annual_return] if w != "none"], words.RETURNS),
        ([w for w in book.filing.regulators if w != "none"], words.REGULATORS),
        (book.notice.formats, words.FORMATS),
    ]
    return [(word, texts) for found, texts in lists for word in found]


@pytest.mark.parametrize("name", example_names())
def test_every_word_of_every_example_has_a_text(name: str) -> None:
    found = words_listed(load(example(name)))
    assert found
    assert [word for word, texts in found if word not in texts] == []


def test_a_word_a_society_made_up_stays_as_it_wrote_it() -> None:
    assert words.listed(["budget", "moon_landing"], words.MATTERS) == (Sentence("the budget"), "moon landing")


def test_a_page_in_welsh_names_bodies_resolutions_and_lists_in_welsh() -> None:
    welsh = LANGUAGES["cy"]
    for name in example_names():
        for chapter in plain_chapters(load(example(name)), "cy"):
            for rule in chapter.rules:
                for sentence in rule.sentences:
                    shown = [
                        v for value in sentence.values.values() for v in _parts(value) if isinstance(v, Sentence)
                    ]
                    bare = [v for v in shown if v.text and "{" not in v.text and welsh.say(v) == v.text]
                    assert {str(v) for v in bare} <= SAME_IN_WELSH, (name, rule.number)


#: Names that are the same in both languages.
SAME_IN_WELSH = {"Talking Mats", "braille"}


def _parts(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def test_one_of_anything_is_said_in_the_singular() -> None:
    text = example("tair_nant").replace("trigger_members = 12", "trigger_members = 1")
    text = text.replace("agm_days = 14", "agm_days = 1")
    said = {str(s) for chapter in plain_chapters(load(text)) for rule in chapter.rules for s in rule.sentences}
    assert "Members are told of the annual general meeting 1 day before." in said
    assert not [s for s in said if re.search(r"(?<![\d.])1 (days|members|people|months|years|hours)", s)]


def test_the_cap_is_said_with_whom_it_counts_and_what_happens() -> None:
    (rule,) = plain_chapter(load(example("tair_nant")), "cap").rules
    assert [str(s) for s in rule.sentences] == [
        "Board: at most one third of the seats there are: volunteers.",
        "A seat that would break this is refused.",
    ]


def test_a_chapter_nobody_has_is_not_found() -> None:
    with pytest.raises(NotFound):
        plain_chapter(load(example("tiny")), "weather")


def test_what_groups_count_for_is_said_in_the_same_measure_for_all() -> None:
    rules = plain_chapter(load(example("tair_nant")), "constituency").rules
    said = [str(s) for rule in rules for s in rule.sentences if "weighted" in str(s)]
    assert said == [f"Where groups are weighted, it counts for {points} of 100." for points in (30, 40, 10, 20)]


def test_shares_without_a_short_name_are_points_of_a_hundred_and_never_rounded() -> None:
    from fractions import Fraction

    shares = [str(share(Fraction(*of))) for of in ((1, 3), (2, 5), (1, 8), (2, 9))]
    assert shares == ["one third", "40 of 100", "12.5 of 100", "2 out of every 9"]


@pytest.mark.parametrize(
    ("path", "value", "rule", "said"),
    [
        (("forum_layer", 0, "size_max"), 12, "forum_layer.local", "One forum has at most 12 people."),
        (("forum_layer", 0, "size_min"), 3, "forum_layer.local", "One forum has at least 3 people."),
        (("funds", "unpaid_hour_pence"), 1305, "funds.unpaid_hour_pence", "is counted as £13.05."),
        (("society", "derived_from"), "colne_valley_like", "society.derived_from", "called Colne-Valley-like."),
        (("body", 0, "consulted_on"), ["budget"], "body.board", "It is asked before others decide on: the budget."),
        (("seat", 3), "partners", "seat.4", "They are named by: Health Board."),
        (("seat", 3), "partners", "seat.4", "Whoever sits there has no vote."),
        (("seat", 3), "partners", "seat.4", "These seats end with the first elections."),
    ],
)
def test_what_mechanisms_added_is_said_in_its_rule(path: Place, value: object, rule: str, said: str) -> None:
    if value == "partners":
        value = {"body": "board", "constituency": "any", "count": 3, "method": "nominated", "seat_vote": False}
        value |= {"nominated_by": ["Health Board"], "ends_at": "first_elections"}
    book = load(changed("tair_nant", (path, value)))
    chapter = plain_chapter(book, rule.partition(".")[0])
    sentences = next(r.sentences for r in chapter.rules if r.number == clause(rule, book))
    assert any(said in str(sentence) for sentence in sentences), sentences
