"""Printed papers, as `documents` prints them: a ballot paper of each style (`printed_letters` brings them to people).

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

from govern.ballots import casting, rules
from govern.ballots.models import PaperReturn
from govern.ballots.queries.gathering import Gathered, gather, roll_by_style, style_name
from govern.ballots.queries.members import contest_views, returning_officer
from govern.ballots.queries.views import CandidateView, ContestView
from govern.ballots.rules import WEIGHT_WORDS, ContestKind, Method, papers
from govern.ballots.rules.outcome import Rule
from govern.ballots.rules.secrecy import Guarded, level_in_short
from govern.ballots.rules.telling import limits_told
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
    Paragraph,
    Photo,
    Text,
    labels_in,
    with_links,
)
from govern.documents.photographs import KIND, Photograph, content_of, cut
from govern.documents.symbols import drawn_at
from govern.errors import NotFound, WrongMoment
from govern.languages import LANGUAGES, Language
from govern.record import lines_about
from govern.sentences import Sentence

SYMBOLS = "vendor/symbols/openmoji-{}.svg"


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What every paper of one ballot says in one language. `address`: where papers come back to; `voted_with`: the
    styles that somebody on the roll has; `photographs`: what options look like, by their address. `limits` bind who
    can be chosen in an election, by contest. `page`: where this vote and what candidates say can be read.
    `record_hash`: the record when the vote was frozen.
    """

    language: Language
    society: str
    society_number: str
    rules_version: str
    record_hash: str
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
    limits: dict[UUID, tuple[Rule, ...]] = {}
    page: str = ""
    photographs: dict[str, bytes] = {}

    @property
    def forms(self) -> tuple[str, ...]:
        """The formats in which this vote is printed: Easy Read where every question has it."""
        easy = all(contest.easy_lines for asked in self.contests.values() for contest in asked)
        return tuple(form for form in papers.FORMS if easy or form != papers.EASY_READ)

    def say(self, words: Sentence) -> str:
        return self.language.say(words)


async def frame_of(reading: AsyncSession, ballot_id: UUID, language: str, *, at: datetime, page: str = "") -> Frame:
    """Everything printed for a frozen ballot, in a language of the society. Raises WrongMoment, NotFound.

    `page` is the whole address of this vote's page in that language.
    """
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
    frozen = await lines_about(reading, [f"ballot:{ballot_id}"], verb="ballot.frozen", limit=1)
    return Frame(
        language=LANGUAGES[language],
        society=society_name(book.society, language),
        society_number=book.society.registered_number or "",
        rules_version=book.society.version,
        record_hash=frozen[0].chain_hash if frozen else "",
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
        limits={
            contest.id: limits_told(book, contest.body)
            for contest, _ in found.contests
            if contest.body is not None and contest.method is not None
        },
        page=page,
    )


def _contests(
    found: Gathered, manifest: Manifest, roll: dict[str, int], language: str
) -> dict[str, tuple[ContestView, ...]]:
    views = {str(v.id): v for v in contest_views(found, roll, language)}
    return {style.id: tuple(views[contest] for contest in style.contests) for style in manifest.styles}


# --- The paper ------------------------------------------------------------------------------------------------------


def ballot_paper(frame: Frame, style: str, form: str) -> Document:
    """The paper of one style. Raises NotFound, WrongMoment before anybody said where it comes back to."""
    return document(frame, frame.title, form, paper_blocks(frame, style, form))


def document(frame: Frame, title: str, form: str, blocks: Sequence[Block]) -> Document:
    return Document(
        title=title,
        language=frame.language.code,
        society_name=frame.society,
        number=frame.number,
        made_on=frame.made_on,
        audit_hash=frame.record_hash,
        society_number=frame.society_number,
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
            EasyRow(said[0], drawn_at(SYMBOLS.format("write"))),
            EasyRow(said[1], drawn_at(SYMBOLS.format("talk"))),
        ]
    return [Paragraph(text) for text in said]


def _easy(contest: ContestView) -> list[Block]:
    return [EasyRow(line.words, drawn_at(line.picture)) for line in contest.easy_lines]


def _choices(frame: Frame, contest: ContestView, *, easy: bool) -> list[Block]:
    yes, no = frame.say(Sentence("Yes")), frame.say(Sentence("No"))
    if contest.kind is ContestKind.RESOLUTION:
        meant: list[Block]
        if easy:
            meant = [
                EasyRow(f"{yes}: {contest.yes_means}", drawn_at(SYMBOLS.format("yes"))),
                EasyRow(f"{no}: {contest.no_means}", drawn_at(SYMBOLS.format("no"))),
            ]
        else:
            meant = [Facts(((yes, contest.yes_means), (no, contest.no_means)))]
        return [*meant, Heading(frame.say(Sentence("Put a cross in one box.")), level=3), Boxes((yes, no))]
    if contest.kind is ContestKind.OPTION and contest.weight is not None:
        said = [block for one in contest.candidates for block in _thing(frame, one)]
        boxes = Boxes(tuple(one.name for one in contest.candidates))
        weight = Paragraph(frame.say(WEIGHT_WORDS[contest.weight]))
        return [weight, *said, Heading(frame.say(Sentence("Put a cross in one box.")), level=3), boxes]
    return _election(frame, contest, easy=easy)


def _election(frame: Frame, contest: ContestView, *, easy: bool) -> list[Block]:
    """How many places, whom the rules let in, where to read what each says; how to mark, and the names."""
    say, places = frame.say, contest.seats
    told = [
        (Sentence("There is 1 place.", "There are {n} places.", places, n=places), "people"),
        (Sentence("The order here was drawn by lot. It is the same for everybody."), "look"),
    ]
    for limit in frame.limits.get(contest.id, ()):
        cited = limit.sentence
        if limit.clause is not None and not easy:
            cited = Sentence("{sentence} ({rule})", sentence=limit.sentence, rule=limit.clause)
        told.append((cited, "rules"))
    if frame.page:
        told.append((Sentence("Read here what each person says: {address}", address=frame.page), "read"))
        told.append((Sentence("You can ask us for it on paper."), "question"))
    blocks: list[Block] = [_line(with_links(say(words)), sign, easy=easy) for words, sign in told]
    names = Boxes(tuple(f"{one.name}, {one.group}" for one in contest.candidates))
    if contest.method is Method.STV and easy:
        steps = (
            (Sentence("Write 1 in the box of your first choice."), "write"),
            (Sentence("Write 2 in the box of your second choice."), "write"),
            (Sentence("Go on like this. You can stop when you like."), "agree"),
        )
        blocks.append(Heading(say(Sentence("How to choose")), level=3))
        return [*blocks, *(_line(say(words), sign, easy=True) for words, sign in steps), names]
    return [*blocks, Heading(say(_how_to_mark(contest)), level=3), names]


def _how_to_mark(contest: ContestView) -> Sentence:
    if contest.method is Method.STV:
        return Sentence(
            "Write 1 in the box of your first choice, 2 in the box of your second choice, and so on. "
            "You can stop when you like."
        )
    if contest.at_most == 1:
        return Sentence("Put a cross in one box.")
    return Sentence("Put a cross in the boxes of those you choose. You can choose up to {n}.", n=contest.at_most)


def _line(words: Text, symbol: str, *, easy: bool) -> Block:
    return EasyRow(words, drawn_at(SYMBOLS.format(symbol))) if easy else Paragraph(words)


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
        blocks += [EasyRow(words, drawn_at(SYMBOLS.format(symbol))) for words, symbol in steps]
    else:
        blocks.append(Numbered(tuple(words for words, _ in steps)))
    blocks += [_line(words, "ballot-box", easy=easy) for words in later]
    other = Sentence("If your letter about this vote has other words, something is wrong. Call us.")
    return [
        *blocks,
        Facts(((frame.say(Sentence("Fingerprint of this vote")), " ".join(frame.fingerprint)),)),
        _line(frame.say(other), "phone", easy=easy),
        _line(frame.say(frame.level_said), "locked", easy=easy),
    ]
