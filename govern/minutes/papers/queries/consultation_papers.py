"""The summary of a consultation as a paper (domain.md section 5): what its page tells everybody, and no more.

Views, not a vote (invariant 79). Small groups are told together here as there, since both print what was published.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from govern.documents import Block, Bullets, Document, EasyRow, Facts, Heading, Paragraph, tabled
from govern.forums.consultations import queries as consultations
from govern.forums.consultations import rules
from govern.forums.consultations.queries import ConsultationView, Decided, Told
from govern.forums.consultations.queries.wording import (
    TOO_SMALL,
    Line,
    evidence_heads,
    in_sentences,
    told_confidence,
    told_happened,
    told_positions,
)
from govern.languages import Language
from govern.meetings.queries.notice_blocks import easy
from govern.meetings.rules import day_of
from govern.minutes.papers.queries.frames import Wanted, book_on, paper, paragraphs
from govern.sentences import Sentence

ASKED, TALK, NOT_A_VOTE, SHOWED, DECIDED, TEXT = "people", "talk", "hello", "people", "yes", "write"


async def consultation_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """Raises what `consultations.published` raises."""
    one, told = await consultations.published(reading, wanted.subject, wanted.language.code)
    names = await consultations.card_names(reading, wanted.subject, wanted.language.code)
    made = _in_easy_words if wanted.easy else _in_full
    title = Sentence("What people showed: {title}", title=one.title)
    return paper(wanted, await book_on(reading, day_of(wanted.at)), title, made(one, told, names, wanted.language))


def _in_full(one: ConsultationView, told: Told, names: dict[str, str], language: Language) -> list[Block]:
    say = language.say
    not_a_vote = Sentence(
        "These are views that people showed or said. Nobody voted here, and nobody has won. What was seen by others "
        "counts as observed, and is never a vote."
    )
    return [
        Facts(
            (
                (say(Sentence("Question")), one.question),
                (say(Sentence("Wording")), language.number(one.wording)),
                (say(Sentence("What can change")), one.can_change),
                (say(Sentence("Who decides")), one.who_decides),
                (say(Sentence("Published on")), language.day(day_of(told.published_at))),
            )
        ),
        *paragraphs(one.context),
        Paragraph(f"{say(Sentence('Views, not a vote'))}. {say(not_a_vote)}"),
        Heading(say(Sentence("What people showed"))),
        *_showed(told, names, language),
        *_limits(told, language),
        *_came_of(one, told.decided, language),
    ]


def _showed(told: Told, names: dict[str, str], language: Language) -> list[Block]:
    say = language.say
    if rules.says_nothing_apart(told.told):
        return [Paragraph(line) for line in in_sentences(told.told, names, language)]
    people, together = say(Sentence("People")), say(Sentence("Together"))
    blocks: list[Block] = [Paragraph(say(Sentence("People who were asked: {people}.", people=told.told.asked or 0)))]
    happened = say(Sentence("What became of those who were to be asked"))
    blocks += _table(happened, [say(Sentence("What happened")), people], told_happened(told.told, language))
    cells = told_positions(told.told, names, language)
    if cells:
        blocks += _by_view(cells, (*evidence_heads(language), together), language)
    if rules.says_no_views(told.told):
        blocks.append(Paragraph(say(TOO_SMALL)))
    sure = told_confidence(told.told, language)
    if sure:
        caption = say(Sentence("How sure those were who wrote it down"))
        blocks += _table(caption, [say(Sentence("How sure")), people], sure)
    known = Sentence(
        "Stated: said in words, signs or by a device. Chosen: picked on purpose, more than once. Observed: seen by "
        "others in what somebody did."
    )
    return [*blocks, Paragraph(say(known))]


def _table(caption: str, head: list[str], lines: Sequence[Line]) -> tuple[Block, ...]:
    rows = tuple((line.name, *line.numbers) for line in lines)
    return tabled(caption, tuple(head), rows, frozenset(range(1, len(head))))


def _by_view(cells: Sequence[Line], heads: tuple[str, ...], language: Language) -> list[Block]:
    """Each view with its evidence. As a table it would have five columns, and large print no room for them."""
    blocks: list[Block] = [Heading(language.say(Sentence("What people showed, and how it was known")))]
    for one in cells:
        blocks += [Heading(one.name, 3), Facts(tuple(zip(heads, one.numbers, strict=True)))]
    return blocks


def _limits(told: Told, language: Language) -> list[Block]:
    """What small groups keep back, who was not reached, of what those who asked are not sure; what may be told."""
    say = language.say
    floor = Sentence(
        "No group of fewer than {floor} people is shown unless each of them agreed. Small groups are told together.",
        floor=told.told.floor,
    )
    blocks: list[Block] = [Paragraph(say(floor))]
    for heading, words in (
        (Sentence("Who could not be reached, and why"), told.unreached),
        (Sentence("Where we are not sure"), told.doubts),
    ):
        if words:
            blocks += [Heading(say(heading), 3), *paragraphs(words)]
    if told.released:
        blocks += [Heading(say(Sentence("What some people let us tell"))), Bullets(told.released)]
    return blocks


def _came_of(one: ConsultationView, decided: Decided | None, language: Language) -> list[Block]:
    say = language.say
    blocks: list[Block] = [Heading(say(Sentence("What came of it")))]
    if decided is None:
        not_yet = Sentence("Nothing is decided yet. It is to be decided by {day}.", day=one.decide_by)
        return [*blocks, Paragraph(say(not_yet))]
    by = Sentence("Decided by {who} on {day}.", who=decided.decided_by, day=decided.decided_on)
    blocks += [*paragraphs(decided.decision), Paragraph(say(by))]
    if decided.look_again_on is not None:
        blocks.append(Paragraph(say(Sentence("We look at it again on {day}.", day=decided.look_again_on))))
    changed = decided.changed
    heading = Sentence("What changed because of what people showed") if changed else Sentence("Why nothing changed")
    blocks += [Heading(say(heading), 3), *paragraphs(changed or decided.nothing_because)]
    heard = (
        Sentence("Everybody who was asked has heard this, in their own way.")
        if one.stage is rules.Stage.ANSWERED
        else Sentence("The answer goes back to each person in their own way, by {day}.", day=decided.answer_by)
    )
    return [*blocks, Paragraph(say(heard))]


def _in_easy_words(one: ConsultationView, told: Told, names: dict[str, str], language: Language) -> list[Block]:
    """The lines of the page in Easy Read, one idea each with its drawing."""
    say = language.say
    rows: list[EasyRow] = [
        easy(say(Sentence("People were asked one by one.")), ASKED),
        easy(one.question, TALK),
        easy(say(Sentence("This is not a vote. It is what people think.")), NOT_A_VOTE),
        *(easy(line, SHOWED) for line in in_sentences(told.told, names, language)),
        *(easy(words, TALK) for words in told.released),
    ]
    decided = told.decided
    if decided is None:
        return [*rows, easy(say(Sentence("Nothing is decided yet.")), TEXT)]
    lines = decided.easy or tuple(
        line for line in (decided.decision, decided.changed, decided.nothing_because) if line
    )
    rows += [easy(say(Sentence("This was decided.")), DECIDED), *(easy(line, TEXT) for line in lines)]
    if decided.look_again_on is not None:
        rows.append(easy(say(Sentence("We look at it again on {day}.", day=decided.look_again_on)), TALK))
    return [*rows]
