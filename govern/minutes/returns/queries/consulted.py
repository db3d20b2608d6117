"""Who was asked one by one in the consultations that began in a year, as far as the numbers give nobody away.

The report has no number for whoever may read nothing else: fewer than the floor are "fewer than 3", and where a sum
would narrow these down it is kept back (`forums.gatherings.rules.voices`, ADR 27).
"""

from __future__ import annotations

from collections import Counter

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.forums.consultations.models import Consultation, ConsultationResponse, ConsultationSitting
from govern.forums.consultations.rules import ADAPTATION_WORDS, Adaptation, Assent, Heard
from govern.forums.gatherings.models import Forum
from govern.forums.gatherings.rules import voices
from govern.forums.gatherings.rules.voices import Cell, Said
from govern.languages import Language
from govern.minutes.returns.queries.sections import Row, Section, moments
from govern.minutes.returns.rules import SocietyYear
from govern.sentences import Sentence

TOOK_PART = "took_part"
PARTS = {
    TOOK_PART: Sentence("Took part"),
    Heard.DECLINED: Sentence("Did not want to take part"),
    Heard.STOPPED: Sentence("Wanted to stop"),
    Heard.NOT_REACHED: Sentence("Were not reached"),
}
SAME = {Heard.RECORDED: TOOK_PART, Heard.FINAL: TOOK_PART}


class Consulted(msgspec.Struct, frozen=True):
    """`invited` of how many people is what became of it (`parts`, by the keys of `PARTS`), and by which way how many
    took part (`ways`). Somebody reached in two ways stands in both."""

    invited: Cell
    parts: dict[str, Cell]
    ways: dict[Adaptation, Cell]

    @property
    def told(self) -> int:
        """How many took part, 0 where that is not said."""
        took_part = self.parts.get(TOOK_PART)
        return took_part.number if took_part is not None and took_part.said is Said.NUMBER else 0

    def sections(self, language: Language) -> tuple[Section, Section]:
        """Both tables; without rows where nobody was invited."""
        say = language.say
        heads = (say(Sentence("What")), say(Sentence("People")))
        rows = [(Sentence("Were invited"), self.invited), *((PARTS[part], one) for part, one in self.parts.items())]
        ways = [(ADAPTATION_WORDS[way], one) for way, one in self.ways.items()]
        title, of_ways = Sentence("People asked one by one"), Sentence("In which way people were reached")
        return (
            Section("consulted", say(title), heads, _rows(rows if self.parts else [], language)),
            Section("methods", say(of_ways), heads, _rows(ways, language)),
        )


def _rows(named: list[tuple[Sentence, Cell]], language: Language) -> tuple[Row, ...]:
    return tuple(Row((language.say(words), language.say(number_said(one)))) for words, one in named)


def number_said(one: Cell) -> Sentence:
    """A number as it stands in a table."""
    if one.said is Said.KEPT:
        return Sentence("kept back")
    return (
        Sentence("fewer than {floor}", floor=one.number) if one.said is Said.FEWER else Sentence("{n}", n=one.number)
    )


async def consulted_in(reading: AsyncSession, year: SocietyYear, floor: int) -> Consulted:
    """Two questions, however many were asked. Consultations of forums for certain people are left out."""
    start, end = moments(year)
    begun = (
        select(Consultation.id)
        .outerjoin(Forum, Forum.id == Consultation.forum_id)
        .where(
            Consultation.opened_at >= start,
            Consultation.opened_at < end,
            or_(Forum.id.is_(None), Forum.restricted.is_(False)),
        )
    )
    of_these = ConsultationResponse.consultation_id.in_(begun)
    heard: Counter[str] = Counter()
    question = select(ConsultationResponse.heard, func.count()).where(of_these).group_by(ConsultationResponse.heard)
    for state, number in await reading.execute(question):
        heard[SAME.get(state, state)] += number
    pair = func.count((ConsultationSitting.person_id).distinct())
    by_way = (
        select(ConsultationSitting.adaptation, pair)
        .where(ConsultationSitting.consultation_id.in_(begun), ConsultationSitting.assent == Assent.GIVEN)
        .group_by(ConsultationSitting.adaptation)
    )
    reached: dict[Adaptation, int] = {way: number for way, number in await reading.execute(by_way)}  # noqa: C416
    return consulted_of(heard, reached, floor)


def consulted_of(heard: Counter[str], reached: dict[Adaptation, int], floor: int) -> Consulted:
    """What is said of these numbers: how many are in each state (those who took part as one), and how many were
    reached in each way. Whoever is still to be asked counts as invited, and in no other line."""
    invited = sum(heard.values())
    if not invited:
        return Consulted(voices.KEPT, {}, {})
    parts: dict[str, Cell] = {part: _cell(heard[part], floor) for part in PARTS}
    of_all = voices.together(parts, sum(heard[part] for part in PARTS))
    if of_all.said is Said.NUMBER:
        of_all = _cell(invited, floor)
    ways = {way: _cell(reached[way], floor) for way in Adaptation if way in reached}
    parts[TOOK_PART] = voices.in_ways(parts[TOOK_PART], tuple(ways.values()))
    return Consulted(of_all, parts, ways)


def _cell(number: int, floor: int) -> Cell:
    """Nobody may be said: it tells of no one person what they did."""
    return Cell(Said.FEWER, floor, 1, floor - 1) if 0 < number < floor else Cell(Said.NUMBER, number, number, number)
