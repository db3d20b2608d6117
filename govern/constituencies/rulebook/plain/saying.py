"""The whole book, chapter by chapter: which sentences a rule has, under which number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from govern.constituencies.rulebook import rules
from govern.constituencies.rulebook.book import Rulebook, chapters
from govern.constituencies.rulebook.plain import keeping, meeting, people, sitting, talking, voting
from govern.errors import NotFound
from govern.sentences import Sentence

#: What a chapter says: path of the rule -> its sentences.
Says = Callable[[Rulebook], Mapping[str, tuple[Sentence | None, ...]]]


class PlainRule(msgspec.Struct, frozen=True):
    """One rule. `said` is whether the file says it, or the schema's default holds; `path` names it there."""

    number: str
    sentences: tuple[Sentence, ...]
    said: bool
    path: str = ""


class PlainChapter(msgspec.Struct, frozen=True):
    """One chapter. `table` is its key in the file and its name in the address."""

    number: int
    table: str
    title: Sentence
    rules: tuple[PlainRule, ...]


CHAPTERS: dict[str, tuple[Sentence, Says]] = {
    "society": (Sentence("The society"), people.society),
    "constituency": (Sentence("The groups of members"), people.constituencies),
    "voting": (Sentence("How votes are counted"), voting.voting),
    "resolution": (Sentence("Kinds of decision"), voting.resolutions),
    "quorum": (Sentence("How many must be there"), meeting.quorums),
    "notice": (Sentence("Who is told, and when"), meeting.notice),
    "roll": (Sentence("Who may vote"), meeting.roll),
    "proxy": (Sentence("Sending somebody in your place"), meeting.proxy),
    "peer": (Sentence("Peers who vote for you"), meeting.peer),
    "body": (Sentence("Boards and other bodies"), sitting.bodies),
    "seat": (Sentence("Seats"), sitting.seats),
    "cap": (Sentence("Limits on who sits"), sitting.caps),
    "terms": (Sentence("Terms"), sitting.terms),
    "elections": (Sentence("Elections"), sitting.elections),
    "forum_layer": (Sentence("Forums"), talking.forum_layers),
    "recommendation": (Sentence("What forums ask the board"), talking.recommendation),
    "consultation": (Sentence("Asking people one by one"), talking.consultation),
    "consent": (Sentence("Deciding by consent"), talking.consent),
    "minutes": (Sentence("Minutes"), keeping.minutes),
    "filing": (Sentence("Reports to others"), keeping.filing),
    "funds": (Sentence("Shared money"), keeping.funds),
    "awards": (Sentence("Awards"), keeping.awards),
    "ballot": (Sentence("How a ballot is held"), voting.ballot),
    "retention": (Sentence("How long things are kept"), keeping.retention),
    "support": (Sentence("Help with voting"), keeping.support),
}


def plain_chapters(book: Rulebook, language: str = "en") -> tuple[PlainChapter, ...]:
    """Every chapter of the book with its rules in sentences; groups and bodies are named in the language."""
    book = _named_in(book, language)
    made = []
    for chapter in chapters(book):
        title, says = CHAPTERS[chapter.table]
        sentences = says(book)
        said = tuple(
            PlainRule(c.number, tuple(s for s in sentences.get(c.path, ()) if s is not None), c.said, c.path)
            for c in chapter.clauses
        )
        made.append(
            PlainChapter(chapter.number, chapter.table, title, tuple(rule for rule in said if rule.sentences))
        )
    return tuple(made)


def plain_chapter(book: Rulebook, table: str, language: str = "en") -> PlainChapter:
    """One chapter by its key. Raises `NotFound`."""
    for chapter in plain_chapters(book, language):
        if chapter.table == table:
            return chapter
    raise NotFound("The rules have no such chapter. Choose one from the list of chapters.")


def _named_in(book: Rulebook, language: str) -> Rulebook:
    """The same rules with the names they give in another language, where they give any."""
    if language != "cy":
        return book
    replace = msgspec.structs.replace
    return replace(
        book,
        society=replace(book.society, name=rules.society_name(book.society, language)),
        constituencies=tuple(
            replace(g, name=rules.group_name(g, language), plain_name=rules.plain_group_name(g, language))
            for g in book.constituencies
        ),
        resolutions=tuple(replace(r, name=r.name_cy or r.name) for r in book.resolutions),
        bodies=tuple(replace(b, name=rules.body_name(b, language)) for b in book.bodies),
        forum_layers=tuple(
            replace(f, name=rules.layer_name(f, language), plain_name=f.plain_name_cy or f.plain_name)
            for f in book.forum_layers
        ),
    )
