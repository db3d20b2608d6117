"""What is missing before a ballot can be published, frozen and opened: a list, each with who has it and one act."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from uuid import UUID

import msgspec

from govern.ballots.rules.drafted import BallotFacts, ContestFacts
from govern.ballots.rules.levels import is_enough
from govern.ballots.rules.noticed import has_other_words, not_in_it
from govern.ballots.rules.stages import ContestKind, Method, Readers, Stage, Step
from govern.ballots.seal.contests import MOST_MARKS, MOST_NUMBERS
from govern.ballots.seal.manifest import Level
from govern.errors import WrongMoment
from govern.sentences import Sentence

LEAST_OPTIONS = 2


class Act(StrEnum):
    """The one thing to do about something missing; pages give each its address."""

    WRITE = "write"
    WRITE_EASY = "write_easy"
    ADD_CANDIDATE = "add_candidate"
    ADD_OPTION = "add_option"
    DRAW_LOTS = "draw_lots"
    PUBLISH = "publish"
    SEND_NOTICE = "send_notice"
    FREEZE = "freeze"
    ACCEPT_SMALL_GROUP = "accept_small_group"
    CHANGE_TIMES = "change_times"
    CHANGE_RULES = "change_rules"
    SETTLE = "settle"
    APPOINT = "appoint"
    CHANGE_LEVEL = "change_level"
    WITHDRAW = "withdraw"
    HAND_IN = "hand_in"


class Who(StrEnum):
    """Who has what is missing."""

    SECRETARY = "secretary"
    RETURNING_OFFICER = "returning_officer"
    BOARD = "board"


class Missing(msgspec.Struct, frozen=True):
    """One thing that stops the ballot: what, who has it, the act, and the step that it stops first.

    `contest` and `style` say where, for the address of the act; `in_short` names it under a heading that says more.
    """

    sentence: Sentence
    who: Who
    act: Act
    stops: Step
    contest: UUID | None = None
    style: str | None = None
    in_short: Sentence | None = None


class Done(msgspec.Struct, frozen=True):
    """One thing that is ready, and the fact in a line."""

    title: Sentence
    fact: Sentence


LANGUAGE_NAMES = {"en": Sentence("English"), "cy": Sentence("Welsh"), "fr": Sentence("French")}


def what_is_missing(facts: BallotFacts) -> tuple[Missing, ...]:
    """Everything that stops this ballot before it opens, in the order in which it is needed."""
    return (*_before_publishing(facts), *_before_freezing(facts), *_before_opening(facts))


def check_ready(facts: BallotFacts, step: Step) -> None:
    """Raises WrongMoment naming the first thing that stops this step."""
    order = (Step.PUBLISH, Step.FREEZE, Step.OPEN)
    for missing in what_is_missing(facts):
        if order.index(missing.stops) <= order.index(step):
            raise WrongMoment(missing.sentence)


def is_uncontested(contest: ContestFacts, unopposed: str) -> bool:
    """Whether an election needs no vote, since no more people stand than there are places (invariant 56)."""
    return (
        contest.kind is ContestKind.ELECTION
        and unopposed == "declared"
        and 0 < len(contest.standing) <= contest.seats
    )


def _before_publishing(facts: BallotFacts) -> Iterator[Missing]:
    if not facts.contests:
        none = Sentence("This vote asks nothing yet. Add a question or an election.")
        yield Missing(none, Who.SECRETARY, Act.WRITE, Step.PUBLISH)
    for language in facts.languages:
        if not facts.title.get(language):
            untitled = Sentence("The {language} title of this vote is missing.", language=_language(language))
            yield Missing(untitled, Who.SECRETARY, Act.WRITE, Step.PUBLISH)
    for contest in facts.contests:
        yield from _noticed(facts, contest)
        yield from _wording(facts, contest)
        yield from _candidates(contest)
        yield from _options(contest)
        if contest.agreement_missing is not None:
            yield Missing(contest.agreement_missing, Who.SECRETARY, Act.SETTLE, Step.PUBLISH, contest.id)
    if facts.asked_level == Level.CONTESTED.value or not facts.secrecy_kept:
        level = Sentence(
            "The rules ask for a way of keeping votes secret that this version cannot give. "
            "It can give the levels Everyday and AGM. Change the rules, or vote on paper."
        )
        yield Missing(level, Who.BOARD, Act.CHANGE_RULES, Step.PUBLISH)
    elif not is_enough(facts.level, facts.asked_level):
        low = Sentence("The rules ask for the level AGM, and this vote has the level Everyday. Choose the level AGM.")
        yield Missing(low, Who.SECRETARY, Act.CHANGE_LEVEL, Step.PUBLISH)


def _noticed(facts: BallotFacts, contest: ContestFacts) -> Iterator[Missing]:
    """A meeting votes on what its notice names, in the words of the notice (invariant 23)."""
    if contest.outside_notice:
        yield Missing(not_in_it(_title(contest)), Who.SECRETARY, Act.WITHDRAW, Step.PUBLISH, contest.id)
    elif contest.other_words:
        act = Act.WRITE if facts.stage is Stage.DRAFT else Act.WITHDRAW
        yield Missing(has_other_words(_title(contest)), Who.SECRETARY, act, Step.PUBLISH, contest.id)


def _wording(facts: BallotFacts, contest: ContestFacts) -> Iterator[Missing]:
    parts = [(Sentence("title"), contest.title), (Sentence("question"), contest.question)]
    if contest.kind is ContestKind.RESOLUTION:
        parts += [(Sentence("meaning of Yes"), contest.yes_means), (Sentence("meaning of No"), contest.no_means)]
    for language in facts.languages:
        for name, words in parts:
            if not words.get(language, "").strip():
                unwritten = Sentence(
                    "The {language} {part} of “{title}” is missing. All languages must be ready on the same day.",
                    language=_language(language),
                    part=name,
                    title=_title(contest),
                )
                short = Sentence("{language}: {part}", language=_language(language), part=name)
                yield Missing(unwritten, Who.SECRETARY, Act.WRITE, Step.PUBLISH, contest.id, in_short=short)
        easy = contest.easy_title.get(language, "").strip() and contest.easy_lines.get(language)
        if facts.needs_easy_read and not easy:
            not_easy = Sentence(
                "The {language} Easy Read of “{title}” is missing. Easy Read must be ready on the same day.",
                language=_language(language),
                title=_title(contest),
            )
            short = _language(language)
            yield Missing(not_easy, Who.SECRETARY, Act.WRITE_EASY, Step.PUBLISH, contest.id, in_short=short)


def _candidates(contest: ContestFacts) -> Iterator[Missing]:
    if contest.kind is not ContestKind.ELECTION:
        return
    if not contest.standing:
        nobody = Sentence("Nobody stands in “{title}” yet. Add the people who do.", title=_title(contest))
        yield Missing(nobody, Who.SECRETARY, Act.ADD_CANDIDATE, Step.PUBLISH, contest.id)
    most = MOST_NUMBERS if contest.method is Method.STV else MOST_MARKS
    if len(contest.candidates) > most:
        full = Sentence(
            "More people stand in “{title}” than one paper can hold. The most is {most}.",
            title=_title(contest),
            most=most,
        )
        yield Missing(full, Who.SECRETARY, Act.ADD_CANDIDATE, Step.PUBLISH, contest.id)


def _options(contest: ContestFacts) -> Iterator[Missing]:
    if contest.kind is ContestKind.OPTION and contest.options < LEAST_OPTIONS:
        few = Sentence("There is no choice in “{title}” yet. Add two things or more.", title=_title(contest))
        yield Missing(few, Who.SECRETARY, Act.ADD_OPTION, Step.PUBLISH, contest.id)
    if 0 < contest.pictured < contest.options:
        favoured = Sentence(
            "In “{title}” some things have a photograph and others have none. Nothing may be favoured: "
            "give every one of them a photograph, or take all photographs away.",
            title=_title(contest),
        )
        yield Missing(favoured, Who.SECRETARY, Act.ADD_OPTION, Step.PUBLISH, contest.id)


def _before_freezing(facts: BallotFacts) -> Iterator[Missing]:
    if any(contest.kind is ContestKind.ELECTION for contest in facts.contests) and not facts.lots_drawn:
        undrawn = Sentence("The order of the names on the paper has not been drawn by lot.")
        yield Missing(undrawn, Who.RETURNING_OFFICER, Act.DRAW_LOTS, Step.PUBLISH)
    if facts.stage is Stage.DRAFT:
        unpublished = Sentence(
            "The papers are not published. Publish them when the wording is right. After that it cannot change."
        )
        yield Missing(unpublished, Who.SECRETARY, Act.PUBLISH, Step.FREEZE)
    if facts.level is Level.AGM and facts.stage in (Stage.DRAFT, Stage.PUBLISHED):
        for sentence in facts.duties_missing:
            yield Missing(sentence, Who.RETURNING_OFFICER, Act.HAND_IN, Step.FREEZE)
    yield from _one_officer_for_two(facts)
    if facts.contests and all(is_uncontested(contest, facts.unopposed) for contest in facts.contests):
        settled = Sentence(
            "There is nothing to vote on: no more people stand than there are places. "
            "Withdraw this vote; they are elected without one."
        )
        yield Missing(settled, Who.SECRETARY, Act.WRITE, Step.FREEZE)


def _one_officer_for_two(facts: BallotFacts) -> Iterator[Missing]:
    """Security 7.7: above the level Everyday two officers take each step, and neither is both. A society of few keeps
    its one officer for both at the level Everyday."""
    if facts.level is Level.EVERYDAY:
        return
    stops = Step.FREEZE if facts.stage in (Stage.DRAFT, Stage.PUBLISHED) else Step.OPEN
    for name in facts.both_offices:
        both = Sentence(
            "{name} is secretary and returning officer at once. At the level of this vote these are two people. "
            "Appoint somebody else for one of the offices.",
            name=name,
        )
        yield Missing(both, Who.BOARD, Act.APPOINT, stops)


def _before_opening(facts: BallotFacts) -> Iterator[Missing]:
    if facts.stage in (Stage.DRAFT, Stage.PUBLISHED):
        if facts.today < facts.record_on:
            unfrozen = Sentence(
                "The roll can be frozen from {day} on. Everybody who is a member that day may vote.",
                day=facts.record_on,
            )
        else:
            unfrozen = Sentence(
                "The roll is not frozen. It will hold everybody who was a member on {day}.", day=facts.record_on
            )
        yield Missing(unfrozen, Who.RETURNING_OFFICER, Act.FREEZE, Step.OPEN)
    if facts.of_a_meeting and facts.noticed_at is None:
        untold = Sentence("The notice of the meeting has not been sent, so members do not know of this vote.")
        yield Missing(untold, Who.SECRETARY, Act.SEND_NOTICE, Step.OPEN)
    yield from _officers(facts)
    if facts.roll is not None:
        yield from _small_groups(facts, facts.roll)
    if facts.closes_at <= facts.at:
        late = Sentence("The closing time has passed. Withdraw this vote and make a new one with other times.")
        yield Missing(late, Who.SECRETARY, Act.CHANGE_TIMES, Step.OPEN)


def _officers(facts: BallotFacts) -> Iterator[Missing]:
    if not facts.returning_officers:
        nobody = Sentence("There is no returning officer. The board appoints one.")
        yield Missing(nobody, Who.BOARD, Act.APPOINT, Step.OPEN)
    running = {c.person_id: c.name for contest in facts.contests for c in contest.standing}
    for officer in (*facts.returning_officers, *facts.scrutineers):
        if officer in running:
            both = Sentence(
                "{name} stands in this election and also runs or checks it. Appoint somebody else for that office.",
                name=running[officer],
            )
            yield Missing(both, Who.BOARD, Act.APPOINT, Step.OPEN)


def _small_groups(facts: BallotFacts, roll: dict[str, int]) -> Iterator[Missing]:
    if not sum(roll.values()):
        empty = Sentence("Nobody is on the roll. Withdraw this vote, look at the register, and make a new one.")
        yield Missing(empty, Who.RETURNING_OFFICER, Act.FREEZE, Step.OPEN)
    for style, size in roll.items():
        floor = facts.floors.get(style, 0)
        if 0 < size < floor and style not in facts.accepted_small:
            small = Sentence(
                "{group}: only {size} on the roll. With fewer than {floor} their votes could be guessed from the "
                "result. Decide, and the paper tells them before they vote.",
                group=facts.style_names.get(style, style),
                size=size,
                floor=floor,
            )
            yield Missing(small, Who.RETURNING_OFFICER, Act.ACCEPT_SMALL_GROUP, Step.OPEN, None, style)


def what_is_done(facts: BallotFacts) -> tuple[Done, ...]:
    """What is ready, each with its fact."""
    missing = {(item.act, item.contest) for item in what_is_missing(facts)}
    done = []
    for contest in facts.contests:
        if (Act.WRITE, contest.id) not in missing:
            done.append(Done(Sentence("The wording is ready"), Sentence("{title}", title=_title(contest))))
        if facts.needs_easy_read and (Act.WRITE_EASY, contest.id) not in missing:
            done.append(Done(Sentence("The Easy Read is ready"), _read_by(contest)))
    if facts.lots_drawn:
        done.append(Done(Sentence("Order on the paper"), Sentence("Drawn by lot, the same for everybody.")))
    if facts.stage is not Stage.DRAFT:
        done.append(Done(Sentence("Papers published"), Sentence("The wording cannot change any more.")))
    if facts.noticed_at is not None:
        done.append(Done(Sentence("Notice sent"), Sentence("{day}", day=facts.noticed_at)))
    if facts.roll is not None:
        size = Sentence("{n} person on the roll.", "{n} people on the roll.", n := sum(facts.roll.values()), n=n)
        done.append(Done(Sentence("The roll is frozen"), size))
    if not any(True for _ in _officers(facts)):
        done.append(
            Done(Sentence("Returning officer and scrutineers"), Sentence("None of them stands in this election."))
        )
    return tuple(done)


def _read_by(contest: ContestFacts) -> Sentence:
    title = _title(contest)
    if contest.readers is Readers.NONE:
        return Sentence("“{title}”: nobody with lived experience has read it yet.", title=title)
    if contest.readers is Readers.ONE:
        return Sentence("“{title}”: read by one person with lived experience.", title=title)
    return Sentence("“{title}”: read by two people with lived experience.", title=title)


def _title(contest: ContestFacts) -> str:
    """The title in the reader's language, else in English, else in whatever there is."""
    titles = contest.title
    return titles.get(contest.reader) or titles.get("en") or next((words for words in titles.values() if words), "?")


def _language(code: str) -> Sentence:
    return LANGUAGE_NAMES.get(code, Sentence("{code}", code=code))
