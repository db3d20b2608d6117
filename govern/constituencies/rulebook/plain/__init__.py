"""The rulebook in plain sentences, each rule with its number. Pure: a `Rulebook` in, `Sentence`s out.

`plain_chapters(book)` is the whole book in the order of its chapters; a key the rules leave unsaid and that has no
default is left out. `compare(before, after)` says what changes from one book to another, `legal_change` what a change
of the legal form brings. `shares.py` says fractions; the other files say one part of the book each.
"""

from govern.constituencies.rulebook.plain.comparing import ChapterChange, FileChange, RuleChange, compare
from govern.constituencies.rulebook.plain.legal import LegalChange, legal_change
from govern.constituencies.rulebook.plain.saying import PlainChapter, PlainRule, plain_chapter, plain_chapters
from govern.constituencies.rulebook.plain.shares import decision_name, share
from govern.constituencies.rulebook.plain.words import matter_words

__all__ = [
    "ChapterChange",
    "FileChange",
    "LegalChange",
    "PlainChapter",
    "PlainRule",
    "RuleChange",
    "compare",
    "decision_name",
    "legal_change",
    "matter_words",
    "plain_chapter",
    "plain_chapters",
    "share",
]
