"""Printed papers, as `documents` prints them: a ballot paper of each style, and the letters that bring them.

The paper is the same for everybody of its style, format and language: nothing on it names the member, and no page of
it is numbered through a file of letters. What ties it to the member is on the outer envelope alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

import govern
from govern.ballots import casting, rules
from govern.ballots.models import PaperReturn
from govern.ballots.queries.gathering import Gathered, gather, roll_by_style, style_name
from govern.ballots.queries.members import contest_views, returning_officer
from govern.ballots.queries.paper_lists import Posted
from govern.ballots.queries.views import CandidateView, ContestView
from govern.ballots.rules import WEIGHT_WORDS, ContestKind, Method, papers
from govern.ballots.rules.secrecy import Guarded, level_in_short
from govern.ballots.seal.documents import Channel, Manifest
from govern.ballots.seal.fingerprint import fingerprint
from govern.constituencies.rulebook.rules import society_name
from govern.database import in_language
from govern.documents import (
    Block,
    Boxes,
    Document,
    EasyRow,
    Facts,
    Form,
    Heading,
    Numbered,
    PageBreak,
    Paragraph,
    Photo,
    Run,
    labels_in,
)
from govern.documents.photographs import KIND, Photograph, content_of, cut
from govern.documents.pictures.drawing import Caption
from govern.documents.qr import qr
from govern.errors import NotFound, WrongMoment
from govern.languages import LANGUAGES, Language
from govern.sentences import Sentence

STATIC = Path(govern.__file__).parent / "static"
SYMBOLS = "vendor/symbols/openmoji-{}.svg"


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What every paper of one ballot says in one language. `address`: where papers come back to; `voted_with`: the
    styles that somebody on the roll has; `photographs`: what options look like, by their address.
    """

    language: Language
    society: str
    rules_version: str
    number: str
    title: str
    closes_at: datetime
    made_on: date
    officer: str
    address: str
    fingerprint: tuple[str, ...]
    online_first: bool
    contests: dict[str, tuple[ContestView, ...]]
    style_names: dict[str, str]
    voted_with: frozenset[str]
    level_said: Sentence
    photographs: dict[str, bytes] = {}

    @property
    def forms(self) -> tuple[str, ...]:
        """The formats in which this vote is printed: Easy Read where every question has it."""
        easy = all(contest.easy_lines for asked in self.contests.values() for contest in asked)
        return tuple(form for form in papers.FORMS if easy or form != papers.EASY_READ)

    def say(self, words: Sentence) -> str:
        return self.language.say(words)


async def frame_of(reading: AsyncSession, ballot_id: UUID, language: str, *, at: datetime) -> Frame:
    """Everything printed for a frozen ballot, in a language of the society. Raises WrongMoment, NotFound."""
    found = await gather(reading, ballot_id)
    ballot, book = found.ballot, found.book
    papers.check_printing(ballot.stage)
    if language not in book.society.languages or language not in LANGUAGES:
        raise NotFound("The society has no papers in this language. Choose another one.")
    assert ballot.manifest_hash is not None and ballot.frozen_at is not None
    manifest = await casting.manifest_of(reading, ballot_id, ballot.manifest_hash)
    sent_to = await reading.get(PaperReturn, ballot_id)
    today = rules.local_day(at, book.ballot.time_zone)
    roll = await roll_by_style(reading, ballot_id)
    return Frame(
        language=LANGUAGES[language],
        society=society_name(book.society, language),
        rules_version=book.society.version,
        number=ballot.number,
        title=in_language(ballot.title, language),
        closes_at=ballot.closes_at,
        made_on=rules.local_day(ballot.frozen_at, book.ballot.time_zone),
        officer=await returning_officer(reading, today),
        address=sent_to.address if sent_to else "",
        fingerprint=fingerprint(ballot.manifest_hash),
        online_first=manifest.precedence.index(Channel.DIRECT) < manifest.precedence.index(Channel.PAPER),
        contests=_contests(found, manifest, roll, language),
        voted_with=frozenset(style for style, number in roll.items() if number),
        style_names={style.id: style_name(book, style.id, language) for style in manifest.styles},
        level_said=level_in_short(Guarded.of(manifest)),
    )


def _contests(
    found: Gathered, manifest: Manifest, roll: dict[str, int], language: str
) -> dict[str, tuple[ContestView, ...]]:
    views = {str(v.id): v for v in contest_views(found, roll, language)}
    return {style.id: tuple(views[contest] for contest in style.contests) for style in manifest.styles}


# --- The paper ------------------------------------------------------------------------------------------------------


def ballot_paper(frame: Frame, style: str, form: str) -> Document:
    """The paper of one style. Raises NotFound, WrongMoment before anybody said where it comes back to."""
    return _document(frame, frame.title, form, paper_blocks(frame, style, form))


def _document(frame: Frame, title: str, form: str, blocks: Sequence[Block]) -> Document:
    return Document(
        title=title,
        language=frame.language.code,
        society_name=frame.society,
        number=frame.number,
        made_on=frame.made_on,
        audit_hash="",
        rules_version=frame.rules_version,
        labels=labels_in(frame.language, made_on=frame.made_on, form=Form(form)),
        blocks=tuple(blocks),
        large=form == papers.LARGE_PRINT,
        numbered=False,
    )


def paper_blocks(frame: Frame, style: str, form: str) -> list[Block]:
    """What is asked, with boxes to mark; how to send it back; the fingerprint. The same for all of the style."""
    if style not in frame.contests or form not in papers.FORMS:
        raise NotFound("There is no such paper. Go back and choose one from the list.")
    if not frame.address:
        raise WrongMoment("Say first to which address papers come back. It is printed on them.")
    easy = form == papers.EASY_READ
    asked = frame.contests[style]
    if easy and not all(contest.easy_lines for contest in asked):
        raise WrongMoment("This vote has no Easy Read yet. Print it in large letters instead.")
    blocks: list[Block] = list(_how_to_fill_in(frame, easy=easy))
    for number, contest in enumerate(asked, start=1):
        if len(asked) > 1:
            heading = frame.say(
                Sentence("Question {number} of {of}: {title}", number=number, of=len(asked), title=contest.title)
            )
        else:
            heading = contest.title
        blocks.append(Heading((contest.easy_title or heading) if easy and len(asked) == 1 else heading))
        blocks.extend(_easy(contest) if easy else [Paragraph(contest.question)] if contest.question else [])
        blocks.extend(_choices(frame, contest, easy=easy))
    return [*blocks, *_how_to_send_it(frame, easy=easy)]


def _how_to_fill_in(frame: Frame, *, easy: bool) -> list[Block]:
    who = frame.officer
    said = [
        frame.say(
            Sentence("This is a ballot paper. Write neither your name nor anything else on it but your choice.")
        ),
        frame.say(
            Sentence("You may leave a question blank. If you make a mistake, ask for a new paper: {who}.", who=who)
        ),
    ]
    if easy:
        return [
            EasyRow(said[0], _picture(SYMBOLS.format("write"))),
            EasyRow(said[1], _picture(SYMBOLS.format("talk"))),
        ]
    return [Paragraph(text) for text in said]


def _easy(contest: ContestView) -> list[Block]:
    return [EasyRow(line.words, _picture(line.picture)) for line in contest.easy_lines]


def _choices(frame: Frame, contest: ContestView, *, easy: bool) -> list[Block]:
    yes, no = frame.say(Sentence("Yes")), frame.say(Sentence("No"))
    if contest.kind is ContestKind.RESOLUTION:
        meant: list[Block]
        if easy:
            meant = [
                EasyRow(f"{yes}: {contest.yes_means}", _picture(SYMBOLS.format("yes"))),
                EasyRow(f"{no}: {contest.no_means}", _picture(SYMBOLS.format("no"))),
            ]
        else:
            meant = [Facts(((yes, contest.yes_means), (no, contest.no_means)))]
        return [*meant, Heading(frame.say(Sentence("Put a cross in one box.")), level=3), Boxes((yes, no))]
    if contest.kind is ContestKind.OPTION and contest.weight is not None:
        said = [block for one in contest.candidates for block in _thing(frame, one)]
        boxes = Boxes(tuple(one.name for one in contest.candidates))
        weight = Paragraph(frame.say(WEIGHT_WORDS[contest.weight]))
        return [weight, *said, Heading(frame.say(Sentence("Put a cross in one box.")), level=3), boxes]
    if contest.method is Method.STV:
        how = frame.say(
            Sentence(
                "Write 1 in the box of your first choice, 2 in the box of your second choice, and so on. "
                "You can stop when you like."
            )
        )
    elif contest.at_most == 1:
        how = frame.say(Sentence("Put a cross in one box."))
    else:
        how = frame.say(
            Sentence("Put a cross in the boxes of those you choose. You can choose up to {n}.", n=contest.at_most)
        )
    places = frame.language.say(
        Sentence("There is 1 place.", "There are {n} places.", contest.seats, n=contest.seats)
    )
    names = tuple(f"{one.name}, {one.group}" for one in contest.candidates)
    order = frame.say(Sentence("The order here was drawn by lot. It is the same for everybody."))
    return [Paragraph(places), Paragraph(order), Heading(how, level=3), Boxes(names)]


def _thing(frame: Frame, one: CandidateView) -> list[Block]:
    """One thing to choose: its photograph at the left, which its words describe; what is said of it; who tried it.

    Beside a photograph all of that stands in its row: a note below it could be read as one of the next.
    """
    tried = [
        frame.say(Sentence("{who}, {day}: {found}", who=trial.who, day=trial.on, found=trial.found))
        for trial in one.trials
    ]
    words = [f"{one.name}: {one.statement}" if one.statement else one.name, *tried]
    if one.picture in frame.photographs:
        shows = frame.say(Sentence("The photograph shows: {words}", words=one.picture_alt))
        beside = " ".join(_ended(text) for text in (words[0], shows, *tried))
        return [EasyRow(beside, Photo(frame.photographs[one.picture], KIND))]
    return [Paragraph(text) for text in words] if one.statement or tried else []


def _ended(words: str) -> str:
    """What somebody typed, with the full stop that they left out: another sentence follows."""
    told = words.strip()
    return told if told.endswith((".", "!", "?", "…")) else f"{told}."


def with_photographs(frame: Frame, uploads: Path, kept: Sequence[Photograph]) -> Frame:
    """The same with what options look like, cut to one shape. It reads files: call it off the event loop."""
    shown = {
        one.picture: photograph
        for asked in frame.contests.values()
        for contest in asked
        for one in contest.candidates
        for photograph in kept
        if one.picture.endswith(f"/{photograph.id}")
    }
    made = {address: cut(content_of(uploads, photograph)) for address, photograph in shown.items()}
    return msgspec.structs.replace(frame, photographs=made)


def _how_to_send_it(frame: Frame, *, easy: bool) -> list[Block]:
    steps = [
        (
            frame.say(Sentence("Put this paper alone in the inner envelope and close it. Write nothing on it.")),
            "envelope",
        ),
        (
            frame.say(Sentence("Put the inner envelope in the outer envelope, which has a code, and close it.")),
            "envelope",
        ),
        (frame.say(Sentence("Send it to: {address}.", address=", ".join(frame.address.splitlines()))), "house"),
        (frame.say(Sentence("It must be there by {day}.", day=frame.closes_at)), "clock"),
    ]
    one = Sentence("A second paper replaces nothing: the first of yours that comes is the one that is taken.")
    later = [frame.say(one)]
    if frame.online_first:
        later.append(
            frame.say(Sentence("If you vote on a screen too, that vote counts and the paper stays unopened."))
        )
    blocks: list[Block] = [Heading(frame.say(Sentence("How to send it back")))]
    if easy:
        blocks += [EasyRow(words, _picture(SYMBOLS.format(symbol))) for words, symbol in steps]
    else:
        blocks.append(Numbered(tuple(words for words, _ in steps)))
    blocks += [Paragraph(words) for words in later]
    return [
        *blocks,
        Facts(((frame.say(Sentence("Fingerprint of this vote")), " ".join(frame.fingerprint)),)),
        Paragraph(
            frame.say(Sentence("If your letter about this vote has other words, something is wrong. Call us."))
        ),
        Paragraph(frame.say(frame.level_said)),
    ]


def _picture(path: str) -> str:
    """A picture of the service, for paper."""
    file = (STATIC / path).resolve()
    drawn = file.read_text("utf-8") if file.is_relative_to(STATIC) and file.suffix == ".svg" else ""
    return drawn[drawn.index("<svg") :] if "<svg" in drawn else EMPTY


EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'


# --- Letters --------------------------------------------------------------------------------------------------------


def letters(frame: Frame, form: str, posted: Sequence[Posted]) -> Document:
    """One file for the printer: for each member the letter, the paper, the sheet of each envelope. One-sided."""
    title = frame.say(Sentence("Letters with papers: {title}", title=frame.title))
    blocks: list[Block] = [
        Facts(
            (
                (frame.say(Sentence("Letters in this file")), str(len(posted))),
                (
                    frame.say(Sentence("How they are made")),
                    labels_in(frame.language, made_on=frame.made_on, form=Form(form)).form,
                ),
            )
        ),
        Paragraph(frame.say(Sentence("Print it on one side of the sheet only. This sheet stays with you."))),
        Paragraph(
            frame.say(
                Sentence("After each letter come its paper, the outer envelope's sheet and the inner envelope's.")
            )
        ),
    ]
    heading = Heading(frame.say(Sentence("Ballot paper: {title}", title=frame.title)))
    for one in posted:
        for part in (
            _letter(frame, one),
            [heading, *paper_blocks(frame, one.style, form)],
            _outer(frame, one.handle),
            _inner(frame),
        ):
            blocks += [PageBreak(), *part]
    return _document(frame, title, form, [*blocks, PageBreak()])


def envelope_sheets(frame: Frame) -> Document:
    """The inner envelope's sheet by itself, for papers that are handed out."""
    return _document(frame, frame.say(Sentence("Inner envelope")), papers.STANDARD, _inner(frame)[1:])


def _letter(frame: Frame, one: Posted) -> list[Block]:
    number, day = frame.number, frame.closes_at
    steps = (
        Sentence("Mark your choice on the paper. Nobody's name is on it, and yours does not belong there."),
        Sentence("Put the paper in the inner envelope, and that in the outer envelope."),
        Sentence("The code on the outer envelope tells us that one paper came from you, and keeps out a second."),
        Sentence("Tellers take the inner envelope out, mix it with others, and only then open it."),
    )
    said = (
        Sentence("Hello {name},", name=one.first_name),
        Sentence("here is your paper for vote {number}. You can vote until {day}.", number=number, day=day),
    )
    help_ = Sentence("You may have help with reading and writing. Nobody may choose for you.")
    return [
        *(Paragraph(line) for line in (one.name, *one.address.splitlines()) if line.strip()),
        Heading(frame.say(Sentence("Your ballot paper: {title}", title=frame.title))),
        *(Paragraph(frame.say(words)) for words in said),
        Numbered(tuple(frame.say(words) for words in steps)),
        Paragraph(frame.say(help_)),
        *([Paragraph(frame.officer)] if frame.officer else []),
    ]


def _outer(frame: Frame, handle: str) -> list[Block]:
    code = papers.grouped(handle)
    drawn = qr(handle.upper(), Caption(code), prefix=f"q{handle}")
    return [
        Heading(frame.say(Sentence("Outer envelope"))),
        *(Paragraph(line) for line in (frame.society, *frame.address.splitlines())),
        EasyRow((Run(code, strong=True),), str(drawn)),
        Paragraph(
            frame.say(
                Sentence("Vote {number}. Ballot paper inside: the tellers open this envelope.", number=frame.number)
            )
        ),
    ]


def _inner(frame: Frame) -> list[Block]:
    return [
        Heading(frame.say(Sentence("Inner envelope"))),
        Paragraph(
            frame.say(Sentence("Vote {number}. Ballot paper. Write nothing on this envelope.", number=frame.number))
        ),
    ]
