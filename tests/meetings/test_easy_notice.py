"""A notice in Easy Read: each of its lines stands there once, beside its drawing, under the heading it is for."""

from __future__ import annotations

import msgspec

from govern.documents import EasyRow
from govern.languages import LANGUAGES
from govern.meetings.lifecycle.easy_parts import easy_parts
from govern.meetings.lifecycle.wording import NoticePaper, PaperItem
from govern.meetings.queries.notice_blocks import drawn, notice_in_easy_words
from govern.sentences import Sentence

PAPER = NoticePaper(
    society="Tair Nant",
    title="Annual general meeting",
    lead=("You are asked to come.", "It is for all members."),
    facts=(
        ("Who", "Every member"),
        ("When", "Saturday"),
        ("Until", "4 o'clock"),
        ("Where", "Village hall"),
        ("By telephone", "01632 960 123"),
        ("Help", "Hearing loop"),
    ),
    agenda=(
        PaperItem(1, "The year", "The manager tells of it.", ("More than half must be for it.",)),
        PaperItem(2, "Board", "", ("2 places.",), ("There are 2 places.", "1 seat is free because a term ends.")),
    ),
    notes=("You may send somebody. Ask by Friday.", "Papers are on the page."),
    signed="Nerys Wyn",
)
OWN = ("You vote for Ana too.", "Bring your card.")


def test_every_line_of_the_notice_stands_there_once_under_its_heading_with_its_drawing() -> None:
    parts = {part.heading: part.lines for part in easy_parts(PAPER, OWN)}
    assert parts == {
        None: (
            ("You are asked to come.", "look"),
            ("It is for all members.", "look"),
            ("Who: Every member", "people"),
            ("When: Saturday", "clock"),
            ("Until: 4 o'clock", "clock"),
            ("Where: Village hall", "house"),
            ("By telephone: 01632 960 123", "talk"),
            ("Help: Hearing loop", "talk"),
        ),
        Sentence("For you"): (("You vote for Ana too.", "people"), ("Bring your card.", "people")),
        Sentence("What we talk about"): (
            ("1. The year", "read"),
            ("2. Board", "read"),
            ("There are 2 places.", "people"),
            ("1 seat is free because a term ends.", "people"),
        ),
        Sentence("Good to know"): (
            ("You may send somebody.", "rules"),
            ("Ask by Friday.", "rules"),
            ("Papers are on the page.", "rules"),
        ),
    }
    assert all(drawn(symbol).startswith("<svg") for lines in parts.values() for _, symbol in lines)


def test_a_part_in_which_nothing_stands_has_no_heading() -> None:
    bare = msgspec.structs.replace(PAPER, agenda=(), notes=())
    assert [part.heading for part in easy_parts(bare)] == [None]


def test_on_paper_it_says_the_same() -> None:
    rows = [
        str(block.text) for block in notice_in_easy_words(PAPER, LANGUAGES["en"], OWN) if isinstance(block, EasyRow)
    ]
    assert rows == [words for part in easy_parts(PAPER, OWN) for words, _ in part.lines]
