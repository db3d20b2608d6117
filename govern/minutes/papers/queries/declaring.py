"""The declaration of a result, as `documents` prints it (domain.md section 5)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.queries.gathering import gather
from govern.ballots.queries.views import ContestResult, ElectionOutcome, GroupRow, ResolutionOutcome, Result
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import society_name
from govern.documents import (
    Block,
    Bullets,
    Document,
    Facts,
    Form,
    Heading,
    Numbered,
    Outcome,
    Paragraph,
    SignatureLine,
    Signatures,
    Table,
    labels_in,
)
from govern.errors import WrongMoment
from govern.languages import Language
from govern.meetings.rules import day_of
from govern.minutes.book.lifecycle import option_words, rule_words
from govern.minutes.papers.queries.ballot_papers import in_eights
from govern.minutes.papers.queries.easy_result import easy_result
from govern.minutes.papers.queries.scrutiny import aside_rows, box_sums, sum_rows
from govern.sentences import Sentence, decimal

VOTES = (
    Sentence("Group"),
    Sentence("On the roll"),
    Sentence("Voted"),
    Sentence("For"),
    Sentence("Against"),
    Sentence("Blank"),
    Sentence("Spoilt"),
)
WEIGHTS = (Sentence("Group"), Sentence("In the rules"), Sentence("In this vote"), Sentence("Adds to For"))


async def declaration_paper(
    reading: AsyncSession, ballot_id: UUID, language: Language, form: Form = Form.STANDARD
) -> Document:
    """The declaration of a result. Raises `WrongMoment` before the returning officer has declared it."""
    result = await ballots.result(reading, ballot_id, language.code)
    if result.declared_at is None:
        raise WrongMoment("This result is not declared, so there is no paper of it. Come back after the declaration.")
    book = (await rulebook.in_force(reading, day_of(result.declared_at))).rulebook
    say = language.say
    if form is Form.EASY_READ:
        blocks = await easy_result(reading, result, language)
    else:
        blocks = await _in_full(reading, result, language)
    officer = SignatureLine(
        role=say(Sentence("Returning officer")), name=result.declared_by, day=say(Sentence("Date"))
    )
    chair = SignatureLine(role=say(Sentence("Chair")), day=say(Sentence("Date")))
    blocks.append(Signatures((officer, chair)))
    return Document(
        title=say(Sentence("Declaration of the result: {title}", title=result.title)),
        language=language.code,
        society_name=society_name(book.society, language.code),
        number=f"{result.number}-D",
        made_on=day_of(result.declared_at),
        audit_hash=result.record_hash,
        rules_version=book.society.version,
        labels=labels_in(language, made_on=day_of(result.declared_at), form=form),
        blocks=tuple(blocks),
    )


async def _in_full(reading: AsyncSession, result: Result, language: Language) -> list[Block]:
    say = language.say
    blocks: list[Block] = [_what_was_counted(result, language)]
    blocks += await _papers(reading, result, language)
    for contest in result.contests:
        blocks.append(Heading(contest.contest.title))
        blocks.extend(_contest_blocks(contest, language))
    for one in result.not_seated:
        words = Sentence("{name} was elected and could not take the seat. {why}", name=one.name, why=one.why)
        blocks.append(Paragraph(say(words)))
    return [*blocks, Heading(say(Sentence("How to check it"))), _checks(result, language)]


async def _papers(reading: AsyncSession, result: Result, language: Language) -> list[Block]:
    """How many were issued and came back, and what was not counted, by reason. A vote that nobody had to take, since
    no more people stood than there were places, has no box."""
    manifest = (await gather(reading, result.ballot_id)).ballot.manifest
    if manifest is None:
        return []
    say, number = language.say, language.number
    sums = await box_sums(reading, result.ballot_id, manifest)
    aside = [(words, many) for words, many in aside_rows(sums) if many]
    blocks: list[Block] = [
        Heading(say(Sentence("Papers and envelopes"))),
        Facts(tuple((say(words), number(many)) for words, many in sum_rows(sums))),
        Heading(say(Sentence("What does not count, and why")), 3),
    ]
    if not aside:
        return [*blocks, Paragraph(say(Sentence("Everything that came counts.")))]
    return [*blocks, Facts(tuple((say(words), number(many)) for words, many in aside))]


def _what_was_counted(result: Result, language: Language) -> Facts:
    say = language.say
    assert result.declared_at is not None
    rows = [
        (say(Sentence("Ballot")), f"{result.title} ({result.number})"),
        (say(Sentence("On the roll")), language.number(result.roll_size)),
        (say(Sentence("Voted")), language.number(result.voted)),
        (say(Sentence("Set aside")), language.number(result.set_aside)),
        (say(Sentence("Taking part")), " ".join(say(one) for one in (result.turnout, *result.ways))),
    ]
    if result.quorum is not None:
        rows.append((say(Sentence("Quorum")), say(rule_words(result.quorum))))
    rows.append(
        (
            say(Sentence("Declared")),
            say(Sentence("{moment}, by {name}", moment=result.declared_at, name=result.declared_by)),
        )
    )
    return Facts(tuple(rows))


def _contest_blocks(contest: ContestResult, language: Language) -> list[Block]:
    say = language.say
    if contest.contest.question:
        question: list[Block] = [Paragraph(contest.contest.question)]
    else:
        question = []
    if contest.resolution is not None:
        standing = [Bullets(tuple(say(rule_words(rule)) for rule in contest.standing))] if contest.standing else []
        told = _resolution_blocks(contest.resolution, language)
        return [*question, *told, *standing, Paragraph(say(contest.turnout))]
    if contest.option is not None:
        votes = Bullets(tuple(say(words) for words in option_words(contest.option)))
        chosen: list[Block] = [Outcome(say(contest.option.outcome), say(rule_words(contest.option.rule))), votes]
        return [*question, *chosen, Paragraph(say(contest.turnout))]
    assert contest.election is not None
    return [*question, *_election_blocks(contest.election, language), Paragraph(say(contest.turnout))]


def _resolution_blocks(shown: ResolutionOutcome, language: Language) -> list[Block]:
    """The outcome, the reasons, and the numbers by group with the weight that was used."""
    say = language.say
    blocks: list[Block] = [Outcome(say(shown.outcome), say(shown.figure))]
    if shown.why:
        blocks.append(Bullets(tuple(say(rule_words(rule)) for rule in shown.why)))
    counts = (shown.for_, shown.against, shown.blank, shown.spoilt)
    blocks.append(
        Table(
            caption=say(Sentence("Votes by group")),
            header=tuple(say(words) for words in VOTES),
            rows=tuple(_votes_of(group, language) for group in shown.groups),
            numeric=frozenset(range(1, len(VOTES))),
            footer=(say(Sentence("All")), "", "", *_heads(counts, language, told=shown.heads_told)),
        )
    )
    if shown.weighted:
        blocks.append(
            Table(
                caption=say(Sentence("Weights, in 100")),
                header=tuple(say(words) for words in WEIGHTS),
                rows=tuple(_weights_of(group, language) for group in shown.groups),
                numeric=frozenset(range(1, len(WEIGHTS))),
                footer=(say(Sentence("All")), "", "", decimal(shown.reached * 100)),
            )
        )
    if shown.why_untold is not None:
        blocks.append(Paragraph(say(shown.why_untold)))
    return blocks


NOT_SHOWN = Sentence("not shown")


def _heads(counts: tuple[int, ...], language: Language, *, told: bool) -> list[str]:
    return [language.number(count) if told else language.say(NOT_SHOWN) for count in counts]


def _votes_of(group: GroupRow, language: Language) -> tuple[str, ...]:
    split = (group.for_, group.against, group.blank, group.spoilt)
    cells = _heads(split, language, told=group.told)
    return (group.name, language.number(group.roll), language.number(group.voted), *cells)


def _weights_of(group: GroupRow, language: Language) -> tuple[str, ...]:
    shares = ("" if part is None else decimal(part * 100) for part in (group.rule_share, group.share))
    if not group.told:
        return (group.name, *shares, language.say(NOT_SHOWN))
    return (group.name, *shares, "" if group.contribution is None else decimal(group.contribution * 100))


def _election_blocks(shown: ElectionOutcome, language: Language) -> list[Block]:
    """Who is elected and who is not, with the reason; the count stage by stage; limits and lots."""
    say = language.say
    blocks: list[Block] = [Outcome(say(shown.outcome), say(shown.figure) if shown.figure else "")]
    stages = len(shown.fates[0].votes) if shown.fates else 0
    names = [say(Sentence("Stage {number}", number=place + 1)) for place in range(stages)]
    header = (say(Sentence("Name")), *names, say(Sentence("Outcome")))
    rows = tuple(
        (
            fate.name,
            *("" if votes is None else decimal(votes) for votes in fate.votes),
            say(fate.said),
        )
        for fate in shown.fates
    )
    if rows:
        numeric = frozenset(range(1, stages + 1))
        blocks.append(Table(say(Sentence("The count, stage by stage")), header, rows, numeric))
    blocks.append(Paragraph(say(rule_words(shown.rule))))
    told = [say(stage.title) + ": " + " ".join(say(s) for s in stage.sentences) for stage in shown.stages]
    if told:
        blocks.append(Numbered(tuple(told)))
    notes = [*(say(rule_words(cap)) for cap in shown.caps), *(say(lot) for lot in shown.lots)]
    papers = Sentence(
        "Papers: {papers}. Left blank: {blank}. Spoilt: {spoilt}.",
        papers=shown.papers,
        blank=shown.blank,
        spoilt=shown.spoilt,
    )
    blocks.append(Bullets((*notes, say(papers))))
    return blocks


def _checks(result: Result, language: Language) -> Facts:
    """The marks by which somebody else can see that the same papers give the same result."""
    say = language.say
    rows = [
        (say(Sentence("What went in")), in_eights(result.inputs_hash)),
        (say(Sentence("What came out")), in_eights(result.result_hash)),
        (say(Sentence("Audit record")), in_eights(result.record_hash)),
        (say(Sentence("Fingerprint of the ballot")), " ".join(result.fingerprint)),
    ]
    if result.lots_commitment:
        rows.append((say(Sentence("Lots: promised")), in_eights(result.lots_commitment)))
    if result.lots_seed:
        rows.append((say(Sentence("Lots: shown")), in_eights(result.lots_seed)))
    if result.recount_until is not None:
        until = Sentence("A recount can be asked for until {day}.", day=result.recount_until)
        rows.append((say(Sentence("Recount")), say(until)))
    return Facts(tuple(row for row in rows if row[1]))
