"""The rules as Easy Read: what matters most, one idea a line, fifteen words at most, a picture beside each.

Not every rule is here; the page says so and leads to all of them. Source of the form: the project's `easy-read.md`.
No reader with a learning disability has checked these lines yet, and the page says that too.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import msgspec

from govern.constituencies.rulebook import rules
from govern.constituencies.rulebook.book import Rulebook, cap_limit
from govern.constituencies.rulebook.book.tables import Cap
from govern.constituencies.rulebook.plain.words import COUNTED, said
from govern.sentences import Sentence

SYMBOL = "vendor/symbols/openmoji-{}.svg"


class EasyLine(msgspec.Struct, frozen=True):
    """One idea and its picture, as an address under `static/`."""

    words: Sentence
    picture: str


class EasyPart(msgspec.Struct, frozen=True):
    """One heading with its lines; `table` leads to the chapter with every rule."""

    table: str
    title: Sentence
    lines: tuple[EasyLine, ...]


def easy_parts(book: Rulebook, language: str = "en") -> tuple[EasyPart, ...]:
    """The most important rules, heading by heading."""
    parts = (
        ("constituency", Sentence("Who we are"), _people(book, language)),
        ("voting", Sentence("How we vote"), _votes(book, language)),
        ("notice", Sentence("Our meetings"), _meetings(book)),
        ("proxy", Sentence("If you cannot come"), _others(book)),
        ("body", Sentence("Who decides for us"), _board(book, language)),
        ("forum_layer", Sentence("Where you can have your say"), _talk(book, language)),
        ("minutes", Sentence("What is written down"), _minutes(book)),
    )
    return tuple(EasyPart(table, title, tuple(lines)) for table, title, lines in parts)


def _line(words: Sentence, symbol: str) -> EasyLine:
    return EasyLine(words, SYMBOL.format(symbol))


def _people(book: Rulebook, language: str) -> Iterator[EasyLine]:
    yield _line(Sentence("We are {name}.", name=rules.society_name(book.society, language)), "house")
    yield _line(Sentence("Members own it together."), "people")
    for group in book.constituencies:
        words = Sentence("One group is: {people}.", people=rules.plain_group_name(group, language))
        yield _line(words, "people")
        if group.votes == "none":
            yield _line(Sentence("This group can speak. It has no vote."), "talk")


def _votes(book: Rulebook, language: str) -> Iterator[EasyLine]:
    yield _line(Sentence("Each member has 1 vote."), "ballot-box")
    if book.weights():
        yield _line(Sentence("Each group counts for a part of the result."), "people")
        for group in book.constituencies:
            if group.weight is not None:
                name, count = rules.plain_group_name(group, language), group.weight * 100
                yield _line(Sentence("{group}: {count} out of 100.", group=name, count=count), "people")
    for kind in book.resolutions[:1]:
        if kind.pass_.of == Fraction(1, 2) and kind.pass_.op == "gt":
            yield _line(Sentence("For most things more than half must say yes."), "yes")
    for kind in book.resolutions:
        if "change_rules" in kind.used_for and kind.pass_.of > Fraction(1, 2):
            of = kind.pass_.of
            words = Sentence(
                "To change the rules, {n} of every {of} must say yes.", n=of.numerator, of=of.denominator
            )
            yield _line(words, "rules")
    if book.ballot.secrecy.resolution == "secret":
        yield _line(Sentence("Your vote is secret."), "locked")
    yield _line(Sentence("You do not have to vote."), "question")


def _meetings(book: Rulebook) -> Iterator[EasyLine]:
    yield _line(Sentence("There is a big meeting every year."), "people")
    days = book.notice.agm_days
    words = Sentence("We tell you {days} day before.", "We tell you {days} days before.", days, days=days)
    yield _line(words, "envelope")
    number = book.quorum_of("general")
    if number is not None:
        words = Sentence(
            "At least {n} person must be there.", "At least {n} people must be there.", number.number, n=number.number
        )
        yield _line(words, "people")
    by = book.notice.requisition
    if by.rule == "lesser":
        words = Sentence(
            "{n} member can ask for a meeting.", "{n} members can ask for a meeting.", by.members, n=by.members
        )
        yield _line(words, "talk")


def _others(book: Rulebook) -> Iterator[EasyLine]:
    if book.proxy.allowed:
        yield _line(Sentence("You can send another person to vote for you."), "hello")
    else:
        yield _line(Sentence("Nobody else can vote in your place."), "no")
    if book.peer.enabled:
        yield _line(Sentence("You can ask a peer to vote for you."), "hello")
        yield _line(Sentence("A peer is a person like you whom your group chose."), "people")
        yield _line(Sentence("You can always vote yourself. Then only your own vote counts."), "ballot-box")


def _board(book: Rulebook, language: str) -> Iterator[EasyLine]:
    board = book.board()
    name = rules.body_name(board, language).partition(" (")[0]
    yield _line(Sentence("There is a group that runs things between the big meetings."), "people")
    yield _line(Sentence("It is called: {board}.", board=name), "people")
    words = Sentence("It has {n} place.", "It has {n} places.", board.seats, n=board.seats)
    yield _line(words, "people")
    for row in book.seats_of(board.id):
        if row.constituency not in ("any", "none"):
            group = rules.plain_group_name(book.constituency(row.constituency), language)
            words = Sentence("{n} is for: {group}.", "{n} are for: {group}.", row.count, n=row.count, group=group)
            yield _line(words, "people")
    for cap in book.caps_on(board.id):
        if cap.per is None:
            yield from _limit(book, cap, board.seats)
    if book.terms.years:
        years = book.terms.years
        words = Sentence("People stay for {n} year.", "People stay for {n} years.", years, n=years)
        yield _line(words, "clock")


def _limit(book: Rulebook, cap: Cap, seats: int) -> Iterator[EasyLine]:
    limit = cap_limit(cap, seats)
    if limit != int(limit) or cap.attribute is None or cap.of != "established":
        return
    who = said(cap.attribute, COUNTED)
    if cap.max is not None or cap.max_count is not None:
        yield _line(Sentence("At most {n} of them can be {who}.", n=int(limit), who=who), "no")
    else:
        yield _line(Sentence("At least {n} of them must be {who}.", n=int(limit), who=who), "yes")


def _talk(book: Rulebook, language: str) -> Iterator[EasyLine]:
    for layer in book.forum_layers:
        name = (layer.plain_name_cy if language == "cy" else None) or layer.plain_name
        yield _line(Sentence("There is: {name}.", name=name), "talk")
    if book.recommendation.answer_back:
        yield _line(Sentence("You can ask for something there. You get an answer."), "question")


def _minutes(book: Rulebook) -> Iterator[EasyLine]:
    yield _line(Sentence("What was decided is written down."), "write")
    if book.minutes.public:
        yield _line(Sentence("Everybody can read it."), "read")
    else:
        yield _line(Sentence("Members can read it."), "read")
    if book.minutes.easy_read:
        yield _line(Sentence("There is an Easy Read version."), "read")
