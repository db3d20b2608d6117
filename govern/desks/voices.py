"""Who is heard in one forum, put together for whoever leads it out of what the rooms of forums know: numbers by group
that give nobody away, whom to go to, and what may help. It owns nothing and asks nothing of secret votes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import group_name
from govern.forums.activities.models import Activity, SignUp
from govern.forums.activities.rules import WAY_WORDS, Way
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.queries import ForumView, Voice, Voices
from govern.forums.gatherings.rules import HEARD_WORDS, HeardWay
from govern.forums.gatherings.rules import voices as rules
from govern.forums.gatherings.rules.voices import Cell, Known, Order, Said, Step, What
from govern.forums.recommendations.models import Raiser, Recommendation
from govern.identity.rules import LONDON, day_of
from govern.meetings.rules import Channel
from govern.sentences import Sentence

PEOPLE_ON_A_PAGE = 50
GUESTS = Sentence("Guests and partners")
NUMBERS = (
    Sentence("Belong"),
    Sentence("Came"),
    Sentence("Were heard"),
    Sentence("Raised something"),
    Sentence("Were there when the forum decided"),
)
CHANNELS = {Channel.EMAIL: Sentence("Agenda by email"), Channel.POST: Sentence("Agenda on paper")}
SIGNED_UP = {
    Way.PAGE: Sentence("Signed up on the page"),
    Way.PAPER: Sentence("Signed up on paper"),
    Way.PHONE: Sentence("Signed up by telephone"),
}
Name = str | Sentence


class Numbers(msgspec.Struct, frozen=True):
    """A table of numbers of people: a line for each group, and one for all together."""

    head: tuple[Sentence, ...]
    rows: tuple[tuple[Name, tuple[Cell, ...]], ...]
    together: tuple[Cell, ...]


class Silent(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to go to: since when they were not heard, how they were heard last, and how they are reached."""

    person_id: UUID
    name: str
    belongs_from: date
    last: date | None
    heard_by: Sentence | None
    signed_up_by: Sentence | None
    language: str
    format: str
    by_email: bool
    phone: str | None


class LoudVoices(msgspec.Struct, frozen=True):
    """A few did much of it; by name for whoever leads the forum, in the order of the alphabet."""

    what: What
    names: tuple[str, ...]


class VoicesView(msgspec.Struct, frozen=True, kw_only=True):
    """The page. `silent` are those of page `number`; `to_go_to` is how many there are."""

    since: date
    numbers: Numbers
    ways: Numbers
    reached: Numbers
    loud: tuple[LoudVoices, ...]
    silent: tuple[Silent, ...]
    to_go_to: int
    number: int
    pages: int
    steps: tuple[Step, ...]
    floor: int


class _Beside(msgspec.Struct, frozen=True):
    """What other rooms of forums know of people: what they asked of others, and how they signed up."""

    asked: Mapping[UUID, int]
    asked_on: Mapping[UUID, date]
    signed: Mapping[UUID, frozenset[Way]]
    last_signed: Mapping[UUID, Way]


async def of_forum(
    reading: AsyncSession,
    view: ForumView,
    leader: UUID,
    at: datetime,
    language: str,
    *,
    months: int,
    order: Order,
    number: int,
) -> VoicesView:
    """For whoever leads it: the gate has opened that far before. The same number of questions for every forum.

    Nobody goes to ask themself: `leader` is on no list of those to go to.
    """
    today = day_of(at)
    since = rules.span_from(today, months)
    book = (await rulebook.in_force(reading, today)).rulebook
    floor = book.consultation.min_cell
    found = await gatherings.voices(reading, view.id, since)
    beside = await _beside(reading, view.id, since)
    others = (one for one in found.known(beside.asked_on) if one.person_id != leader)
    silent = rules.not_heard(others, since, order)
    pages = max(1, -(-len(silent) // PEOPLE_ON_A_PAGE))
    shown = min(number, pages)
    first = (shown - 1) * PEOPLE_ON_A_PAGE
    loud = _loud(found, beside)
    people = {one.person_id: one for one in found.people}
    ways = _table(found, _groups(found.people, book, language), floor, _by_way(found))
    return VoicesView(
        since=since,
        numbers=_numbers(found, beside, ways, book, language, floor),
        ways=ways,
        reached=_table(found, _groups(found.people, book, language), floor, _by_channel(found, beside)),
        loud=loud,
        silent=tuple(_line(one, people, found, beside) for one in silent[first : first + PEOPLE_ON_A_PAGE]),
        to_go_to=len(silent),
        number=shown,
        pages=pages,
        steps=rules.steps(
            silent=len(silent),
            on_paper=sum(not people[one.person_id].by_email for one in silent),
            loud_voices=bool(loud),
            belong=len(found.people),
            other_ways=any(ways != {HeardWay.SPOKE} for ways in found.heard.values()),
        ),
        floor=floor,
    )


async def _beside(reading: AsyncSession, forum_id: UUID, since: date) -> _Beside:
    start = datetime(since.year, since.month, since.day, tzinfo=LONDON)
    raisers = (
        select(Raiser.person_id, Raiser.named_at)
        .join(Recommendation, Recommendation.id == Raiser.recommendation_id)
        .where(Recommendation.forum_id == forum_id)
    )
    asked: dict[UUID, int] = defaultdict(int)
    asked_on: dict[UUID, date] = {}
    for person, named in await reading.execute(raisers):
        asked[person] += named >= start
        asked_on[person] = max(day_of(named), asked_on.get(person, day_of(named)))
    ways = (
        select(SignUp.person_id, SignUp.way, func.max(SignUp.signed_at))
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(Activity.forum_id == forum_id, SignUp.signed_at >= start, SignUp.taken_back_at.is_(None))
        .group_by(SignUp.person_id, SignUp.way)
    )
    signed: dict[UUID, set[Way]] = defaultdict(set)
    last: dict[UUID, tuple[datetime, Way]] = {}
    for person, way, when in await reading.execute(ways):
        signed[person].add(way)
        if person not in last or when > last[person][0]:
            last[person] = when, way
    return _Beside(
        {person: count for person, count in asked.items() if count},
        asked_on,
        {person: frozenset(found) for person, found in signed.items()},
        {person: way for person, (_, way) in last.items()},
    )


def _groups(people: Collection[Voice], book: Rulebook, language: str) -> dict[str, Name]:
    """The groups that there are in the forum, in the order of the rules; guests and partners last."""
    there = {one.group for one in people}
    named: dict[str, Name] = {
        group.id: group_name(group, language) for group in book.constituencies if group.id in there
    }
    named |= {group: group for group in sorted(there - {"", *named})}
    return named | ({"": GUESTS} if "" in there else {})


Test = Callable[[UUID], bool]


def _table(found: Voices, groups: Mapping[str, Name], floor: int, tests: Mapping[Sentence, Test]) -> Numbers:
    """Each person once in each number, whatever they did how often."""
    here = {group: [one.person_id for one in found.people if one.group == group] for group in groups}
    of = {group: len(people) for group, people in here.items()}
    columns = [
        rules.column({group: sum(map(test, people)) for group, people in here.items()}, of, floor)
        for test in tests.values()
    ]
    return Numbers(
        tuple(tests),
        tuple((name, tuple(column.cells[group] for column in columns)) for group, name in groups.items()),
        tuple(column.together for column in columns),
    )


def _numbers(found: Voices, beside: _Beside, ways: Numbers, book: Rulebook, language: str, floor: int) -> Numbers:
    groups = _groups(found.people, book, language)
    came, heard, raised, decided = NUMBERS[1:]
    tests: dict[Sentence, Test] = {
        came: found.came.__contains__,
        heard: found.heard.__contains__,
        raised: lambda person: person in found.raised or person in beside.asked,
        decided: found.decided.__contains__,
    }
    plain = _table(found, groups, floor, tests)
    belong = rules.column({g: sum(one.group == g for one in found.people) for g in groups}, None, floor)
    rows, kept = [], False
    for group, (name, cells), (_, by_way) in zip(groups, plain.rows, ways.rows, strict=True):
        in_ways = rules.in_ways(cells[1], by_way)
        kept = kept or in_ways.said is Said.KEPT
        rows.append((name, (belong.cells[group], cells[0], in_ways, *cells[2:])))
    all_heard = rules.KEPT if kept else plain.together[1]
    together = (belong.together, plain.together[0], all_heard, *plain.together[2:])
    return Numbers(NUMBERS, tuple(rows), together)


def _by_way(found: Voices) -> dict[Sentence, Test]:
    def in_(way: HeardWay) -> Test:
        return lambda person: way in found.heard.get(person, ())

    return {words: in_(way) for way, words in HEARD_WORDS.items()}


def _by_channel(found: Voices, beside: _Beside) -> dict[Sentence, Test]:
    def by(channel: Channel) -> Test:
        return lambda person: channel in found.told.get(person, ())

    def signed(way: Way) -> Test:
        return lambda person: way in beside.signed.get(person, ())

    told = {words: by(channel) for channel, words in CHANNELS.items()}
    return told | {words: signed(way) for way, words in SIGNED_UP.items()}


def _loud(found: Voices, beside: _Beside) -> tuple[LoudVoices, ...]:
    """Of those who belong to the forum: whoever left it has nothing to do with what is planned now."""
    names = {one.person_id: one.name for one in found.people}
    raised = {person: found.raised[person] + beside.asked.get(person, 0) for person in names}
    heard = {person: found.times[person] for person in names}
    looked = (
        rules.loud(What.RAISED, {person: count for person, count in raised.items() if count}, len(names)),
        rules.loud(What.HEARD, {person: count for person, count in heard.items() if count}, len(names)),
    )
    return tuple(LoudVoices(one.what, tuple(sorted(names[person] for person in one.people))) for one in looked if one)


def _line(one: Known, people: Mapping[UUID, Voice], found: Voices, beside: _Beside) -> Silent:
    person = people[one.person_id]
    way, signed = found.last_way.get(one.person_id), beside.last_signed.get(one.person_id)
    return Silent(
        person_id=one.person_id,
        name=one.name,
        belongs_from=one.belongs_from,
        last=one.last,
        heard_by=HEARD_WORDS[way] if way is not None else None,
        signed_up_by=WAY_WORDS[signed] if signed is not None else None,
        language=person.language,
        format=person.format,
        by_email=person.by_email,
        phone=person.phone,
    )
