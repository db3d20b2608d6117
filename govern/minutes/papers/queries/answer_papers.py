"""The answer to a recommendation as a paper (domain.md section 5): what was asked, its journey, the answer with its
reasons, and what can be done now.

It says what everybody may read: a forum for certain people is not named, and nobody who raised it.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook.book import Rulebook
from govern.documents import Block, Document, EasyRow, Facts, Heading, Paragraph
from govern.documents.symbols import drawn_at
from govern.errors import WrongMoment
from govern.forums.recommendations import queries as recommendations
from govern.forums.recommendations import rules
from govern.forums.recommendations.queries import StepView, View
from govern.forums.recommendations.rules import Stage
from govern.forums.recommendations.rules.journey import StepKind
from govern.languages import Language
from govern.meetings.queries.notice_blocks import easy
from govern.meetings.rules import day_of
from govern.minutes.papers.queries.frames import Wanted, book_on, paper, paragraphs
from govern.sentences import Sentence

ASKED, TALK, ANSWERED, WHOSE, YES, NO, MORE = "people", "talk", "envelope", "people", "yes", "no", "question"
#: Where the forum that asked can still say that it is not satisfied.
OPEN = frozenset({Stage.ANSWER_DUE, Stage.RECEIVED})
SAID = {
    StepKind.ADOPT: (Sentence("They say: yes."), YES),
    StepKind.AMEND: (Sentence("They say: yes, with changes."), YES),
    StepKind.DECLINE: (Sentence("They say: no."), NO),
}


async def answer_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """Raises `NotFound` for a draft, `WrongMoment` while the answer is owed."""
    day = day_of(wanted.at)
    one = await recommendations.as_everybody(reading, wanted.subject, day, wanted.language.code)
    answer = one.answer
    if answer is None or not one.answered:
        raise WrongMoment("There is no answer to this yet. Make the paper once it is answered.")
    book = await book_on(reading, day)
    blocks = (
        _in_easy_words(one, answer, wanted.language) if wanted.easy else _in_full(one, answer, book, wanted.language)
    )
    return paper(wanted, book, Sentence("Answer to a recommendation: {title}", title=one.version.title), blocks)


def _in_full(one: View, answer: StepView, book: Rulebook, language: Language) -> list[Block]:
    say = language.say
    facts = [(say(Sentence("Where it comes from")), say(one.origin))]
    agreed = next((step.on_day for step in one.steps if step.kind is StepKind.AGREED), None)
    if agreed is not None:
        facts.append((say(Sentence("Agreed on")), language.day(agreed)))
    facts.append((say(Sentence("Wording")), language.number(one.version.number)))
    facts.append((say(Sentence("Where it stands")), say(one.stands)))
    blocks: list[Block] = [Facts(tuple(facts)), Heading(say(Sentence("What was asked")))]
    blocks += paragraphs(one.version.text)
    if one.version.facts:
        blocks += [Heading(say(Sentence("What is new")), 3), *paragraphs(one.version.facts)]
    blocks += [Heading(say(Sentence("The answer"))), Paragraph(say(answer.words)), *paragraphs(answer.reasons)]
    blocks.append(Heading(say(Sentence("Its journey"))))
    for step in one.steps:
        blocks += _step(step, language)
    blocks.append(Heading(say(Sentence("What you can do now"))))
    return [*blocks, *(Paragraph(say(line)) for line in _what_now(one, book))]


def _step(step: StepView, language: Language) -> list[Block]:
    say = language.say
    blocks: list[Block] = [Heading(say(step.words), 3)]
    if step.late:
        blocks.append(Paragraph(f"{say(step.lateness)}."))
    blocks += paragraphs(step.reasons)
    if step.to:
        blocks.append(Paragraph(say(Sentence("Passed on to {who}.", who=step.to))))
    if step.minute:
        blocks.append(Paragraph(say(Sentence("It stands in: {where}", where=step.minute))))
    return blocks


def _what_now(one: View, book: Rulebook) -> list[Sentence]:
    """What the rules leave to whoever is not satisfied; where nothing can be done now, why."""
    lines = [rules.what_then(book, one.times)] if one.stage in OPEN else [rules.STANDING[one.stage]]
    if one.appeal_to and one.stage in {*OPEN, Stage.SETTLED}:
        appeal = Sentence(
            "{count} person can appeal. The appeal goes to: {who}.",
            "{count} people together can appeal. The appeal goes to: {who}.",
            one.appellants,
            count=one.appellants,
            who=one.appeal_to,
        )
        lines.append(appeal)
    return lines


def _in_easy_words(one: View, answer: StepView, language: Language) -> list[Block]:
    """What was asked in its own easy lines, then the answer, one idea each with its drawing."""
    say = language.say
    asked = [EasyRow(line.words, drawn_at(line.picture)) for line in one.version.easy]
    rows: list[EasyRow] = [
        easy(say(Sentence("You asked for something:")), ASKED),
        *(asked or [easy(one.version.title, TALK)]),
        easy(say(Sentence("Now there is an answer.")), ANSWERED),
    ]
    if answer.who:
        rows.append(easy(say(Sentence("It comes from {who}.", who=answer.who)), WHOSE))
    if answer.kind in SAID:
        words, symbol = SAID[answer.kind]
        rows.append(easy(say(words), symbol))
    lines = answer.easy or tuple(line.strip() for line in answer.reasons.splitlines() if line.strip())
    rows += [easy(line, TALK) for line in lines]
    if one.stage in OPEN:
        rows.append(easy(say(Sentence("Are you not happy with it? Talk to your forum.")), MORE))
    else:
        rows.append(easy(say(one.stands), WHOSE))
    return [*rows]
