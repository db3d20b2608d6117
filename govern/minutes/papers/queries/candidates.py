"""Papers of an election before it is counted: the nomination paper, and the booklet of the candidates."""

from __future__ import annotations

import re

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.queries.gathering import Gathered, gather, roll_by_style
from govern.ballots.queries.members import contest_views, returning_officer
from govern.ballots.queries.views import CandidateView, ContestView
from govern.ballots.rules import ContestKind
from govern.constituencies.rulebook.book import Rulebook
from govern.database import in_language
from govern.documents import (
    Blank,
    Block,
    Boxes,
    Bullets,
    Document,
    EasyRow,
    Facts,
    Heading,
    Paragraph,
    Photo,
    SignatureLine,
    Signatures,
)
from govern.documents.photographs import KIND
from govern.errors import WrongMoment
from govern.meetings.queries.notice_blocks import drawn, easy
from govern.meetings.rules import day_of
from govern.minutes.book.lifecycle import rule_words
from govern.minutes.papers.queries.frames import Wanted, paper
from govern.sentences import Sentence

#: Nobody younger can sit on the board of a company or a society.
YOUNGEST = 16


async def elections_of(reading: AsyncSession, found: Gathered, wanted: Wanted) -> list[ContestView]:
    """Raises `WrongMoment` for a vote in which nobody is elected."""
    views = contest_views(found, await roll_by_style(reading, found.ballot.id), wanted.language.code)
    elections = [one for one in views if one.kind is ContestKind.ELECTION]
    if not elections:
        raise WrongMoment("Nobody is elected in this vote, so there is no such paper of it.")
    return elections


def _places(one: ContestView, wanted: Wanted) -> str:
    return wanted.say(Sentence("There is 1 place.", "There are {n} places.", one.seats, n=one.seats))


# --- The nomination paper -------------------------------------------------------------------------------------------


async def nomination_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """The paper on which somebody is put forward: for which seats, by whom, what they declare, that they agree."""
    found = await gather(reading, wanted.subject)
    say, rules = wanted.say, found.book.elections
    elections = await elections_of(reading, found, wanted)
    title = in_language(found.ballot.title, wanted.language.code)
    officer = await returning_officer(reading, day_of(wanted.at)) or "—"
    blocks = _first_words(wanted, f"{title} ({found.ballot.number})", elections, officer)
    blocks += [
        Heading(say(Sentence("Who stands"))),
        *_row(wanted, Sentence("This is the person who wants to be chosen."), "people"),
        Blank(say(Sentence("Name"))),
        Blank(say(Sentence("Number in the register, if you know it"))),
        Boxes(tuple(one.title for one in elections)),
    ]
    if rules.nominators:
        needed = Sentence(
            "{n} member puts them forward.", "{n} members put them forward.", rules.nominators, n=rules.nominators
        )
        blocks += [Heading(say(Sentence("Who puts them forward")))]
        blocks += _row(wanted, needed, "talk") or [Paragraph(say(needed))]
        blocks += [Blank(say(Sentence("Name and number in the register")), 2)] * rules.nominators
    words = Sentence(
        "They can have {n} word. They are printed as they are.",
        "They can have {n} words. They are printed as they are.",
        rules.statement_words,
        n=rules.statement_words,
    )
    blocks += [
        Heading(say(Sentence("Words about yourself"))),
        *(_row(wanted, words, "write") or [Paragraph(say(words))]),
        Blank(say(Sentence("Your words")), 6),
        Heading(say(Sentence("What you declare"))),
        *_row(wanted, Sentence("Put a cross where it is true."), "mulberry-pick_,_to"),
        Boxes(tuple(say(one) for one in declared(found.book))),
        Blank(say(Sentence("Interests that members should know of")), 2),
        *_row(wanted, Sentence("You can give a photograph. You do not have to."), "mulberry-camera"),
        Boxes((say(Sentence("A photograph of me comes with this paper. It may be printed.")),)),
        *_row(wanted, Sentence("Your name here says that you want to stand."), "agree"),
        Signatures((SignatureLine(role=say(Sentence("I agree to stand")), day=say(Sentence("Date"))),)),
        Heading(say(Sentence("For the returning officer"))),
        Blank(say(Sentence("Came in on, at"))),
        Boxes((say(Sentence("Accepted")), say(Sentence("Refused")))),
        Blank(say(Sentence("Reason"))),
    ]
    return paper(wanted, found.book, Sentence("Nomination: {title}", title=title), blocks)


def _row(wanted: Wanted, words: Sentence, symbol: str) -> list[Block]:
    """What only Easy Read says beside a field: one idea and its drawing."""
    return [easy(wanted.say(words), symbol)] if wanted.easy else []


def _first_words(wanted: Wanted, vote: str, elections: list[ContestView], officer: str) -> list[Block]:
    say = wanted.say
    if not wanted.easy:
        rows = [(say(Sentence("Vote")), vote)]
        rows += [(one.title, _places(one, wanted)) for one in elections]
        rows.append((say(Sentence("Whom to ask")), officer))
        first = Sentence("With this paper you stand for a seat, or put somebody forward who agrees to it.")
        return [Paragraph(say(first)), Facts(tuple(rows))]
    return [
        easy(say(Sentence("This paper is for people who want to be chosen.")), "people"),
        easy(say(Sentence("Members vote. The people they choose have a place.")), "ballot-box"),
        *(easy(f"{one.title}. {_places(one, wanted)}", "mulberry-chair") for one in elections),
        easy(say(Sentence("Someone can help you to fill it in.")), "mulberry-help_,_to"),
        easy(say(Sentence("Do you have a question? Ask {name}.", name=officer)), "question"),
    ]


def declared(book: Rulebook) -> tuple[Sentence, ...]:
    """What the law and the rules want to be true of whoever stands."""
    age = max(YOUNGEST, book.society.member_age)
    training = [Sentence("I did the training that the rules ask for, or will do it in time.")]
    return (
        Sentence("I am {n} or older.", n=age),
        Sentence("No court and no registrar has forbidden me to sit on a board."),
        *(training if book.elections.training_required else ()),
    )


# --- The booklet ----------------------------------------------------------------------------------------------------


async def booklet_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """Who stands, in the order of the paper, with their own words and the photograph they gave. Raises `WrongMoment`
    before the lot is drawn."""
    found = await gather(reading, wanted.subject)
    elections = await elections_of(reading, found, wanted)
    if found.ballot.lots_drawn_at is None:
        raise WrongMoment("The order of the names is not drawn yet. Draw it, then print the booklet.")
    say, title = wanted.say, in_language(found.ballot.title, wanted.language.code)
    faces = await ballots.printed_faces(reading, [who.id for one in elections for who in one.candidates])
    times = Sentence(
        "You can vote from {opens} until {closes}.", opens=found.ballot.opens_at, closes=found.ballot.closes_at
    )
    order = Sentence("The order here was drawn by lot. It is the same for everybody.")
    blocks: list[Block]
    if wanted.easy:
        language = wanted.language
        officer = await returning_officer(reading, day_of(wanted.at)) or "—"
        blocks = [
            easy(say(Sentence("This paper shows who wants to be chosen.")), "people"),
            easy(say(Sentence("You can vote for them.")), "ballot-box"),
            easy(say(Sentence("Voting begins: {day}.", day=language.moment(found.ballot.opens_at))), "clock"),
            easy(say(Sentence("Voting ends: {day}.", day=language.moment(found.ballot.closes_at))), "clock"),
            easy(say(Sentence("We took the names out of a box without looking.")), "mulberry-take_out_,_to"),
            easy(say(Sentence("That is their order. No name comes first for a reason.")), "mulberry-same"),
            easy(say(Sentence("Do you have a question? Ask {name}.", name=officer)), "question"),
        ]
    else:
        blocks = [Paragraph(say(times)), Paragraph(say(order))]
    if faces:
        given = Sentence("Whoever stands may give a photograph. Nobody has to.")
        blocks.append(easy(say(given), "mulberry-camera") if wanted.easy else Paragraph(say(given)))
    for one in elections:
        blocks.append(Heading(one.title))
        places = _places(one, wanted)
        blocks.append(easy(places, "mulberry-chair") if wanted.easy else Paragraph(places))
        if one.counted and not wanted.easy:
            blocks.append(Bullets(tuple(say(rule_words(rule)) for rule in one.counted)))
        for candidate in one.candidates:
            blocks += _candidate(candidate, faces.get(candidate.id), wanted)
    return paper(wanted, found.book, Sentence("Who stands: {title}", title=title), blocks)


def _candidate(candidate: CandidateView, face: bytes | None, wanted: Wanted) -> list[Block]:
    say = wanted.say
    blocks: list[Block] = [Heading(candidate.name, 3)]
    if candidate.withdrawn:
        gone = say(Sentence("{name} does not stand any more.", name=candidate.name))
        return [*blocks, easy(gone, "no") if wanted.easy else Paragraph(gone)]
    if face is not None:
        shows = say(Sentence("The photograph shows: {words}", words=candidate.picture_alt))
        blocks.append(EasyRow(f"{candidate.group}. {ended(shows)}", Photo(face, KIND)))
    elif wanted.easy:
        blocks.append(EasyRow(f"{candidate.group}.", drawn("people")))
    else:
        blocks.append(Paragraph(candidate.group))
    lines = [line.strip() for line in candidate.statement.split("\n") if line.strip()]
    if not lines:
        none = say(Sentence("They sent no words about themselves."))
        return [*blocks, EasyRow(none) if wanted.easy else Paragraph(none)]
    if not wanted.easy:
        return [*blocks, *(Paragraph(line) for line in lines)]
    own = Sentence("{name} says:", name=candidate.name)
    spoken = [sentence for line in lines for sentence in SENTENCE_ENDS.split(line) if sentence]
    return [*blocks, easy(say(own), "talk"), *(EasyRow(sentence) for sentence in spoken)]


#: A candidate's own words are never reworded; in Easy Read each of their sentences has a line of its own.
SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+")


def ended(words: str) -> str:
    """What somebody typed, with the full stop that they left out."""
    told = words.strip()
    return told if told.endswith((".", "!", "?", "…")) else f"{told}."
