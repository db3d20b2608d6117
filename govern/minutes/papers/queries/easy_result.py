"""A result in Easy Read: what was asked, what came out, the numbers, who checked, what can still be done.

One idea a line with its drawing (easy-read.md, sections 2 and 4.7). No drawing is glad or sad of a result. Numbers
that the full text keeps back are kept back here.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.queries.views import ContestResult, ElectionOutcome, OptionOutcome, ResolutionOutcome, Result
from govern.documents import Block, EasyRow, Heading, Photo
from govern.documents.photographs import KIND
from govern.languages import Language
from govern.meetings.queries.notice_blocks import drawn, easy
from govern.sentences import Sentence, decimal

VOTED, MANY, SAME, LOOKED = "ballot-box", "people", "mulberry-same", "look"
#: Said of whoever had too few votes: the line that names them says as much.
NOT_ELECTED = Sentence("not elected")
YES, NO, NEITHER = "mulberry-pick_,_to", "mulberry-opposite", "mulberry-paper"
NEXT, ASK, DAY, LIST = "mulberry-next", "question", "clock", "read"


async def easy_result(reading: AsyncSession, result: Result, language: Language) -> list[Block]:
    """The whole result, contest by contest."""
    say = language.say
    blocks: list[Block] = [
        easy(say(Sentence("This paper tells you what the votes decided.")), LIST),
        *_took_part(result, language),
    ]
    for contest in result.contests:
        blocks.append(Heading(contest.contest.easy_title or contest.contest.title))
        blocks += await _contest(reading, contest, language)
    for one in result.not_seated:
        blocks.append(easy(say(Sentence("{name} could not take the place.", name=one.name)), NEXT))
    return [*blocks, Heading(say(Sentence("What you can do now"))), *_now(result, language)]


def _took_part(result: Result, language: Language) -> list[Block]:
    say = language.say
    could = Sentence("{n} member could vote.", "{n} members could vote.", result.roll_size, n=result.roll_size)
    did = Sentence("{n} member voted.", "{n} members voted.", result.voted, n=result.voted)
    rows: list[Block] = [easy(say(could), MANY), easy(say(did), VOTED)]
    if result.quorum is not None and not result.quorate:
        rows.append(easy(say(Sentence("These were too few to decide.")), NO))
    return rows


async def _contest(reading: AsyncSession, contest: ContestResult, language: Language) -> list[Block]:
    if contest.resolution is not None:
        return _resolution(contest, contest.resolution, language)
    if contest.option is not None:
        return _option(contest.option, language)
    assert contest.election is not None
    faces = await ballots.printed_faces(reading, [UUID(fate.candidate) for fate in contest.election.fates])
    return _election(contest.election, faces, language)


def _resolution(contest: ContestResult, shown: ResolutionOutcome, language: Language) -> list[Block]:
    say = language.say
    rows: list[Block] = []
    if contest.contest.question:
        rows.append(easy(say(Sentence("We asked: {question}", question=contest.contest.question)), "talk"))
    said = Sentence("This is agreed.") if shown.carried else Sentence("This is not agreed.")
    means = contest.contest.yes_means if shown.carried else contest.contest.no_means
    rows.append(EasyRow(say(said), drawn("mulberry-certificate")))
    if means:
        rows.append(easy(means, NEXT if shown.carried else SAME))
    if shown.heads_told:
        rows += _heads(shown, language)
    if shown.weighted:
        part = Sentence("Each group has its own part of the result.")
        reached = Sentence("Of 100 parts, {n} said yes.", n=decimal(shown.reached * 100))
        wanted = (
            Sentence("It needed more than {n} of 100.", n=decimal(shown.needed * 100))
            if shown.more_than
            else Sentence("It needed {n} of 100.", n=decimal(shown.needed * 100))
        )
        rows += [
            easy(say(part), "mulberry-family_2"),
            easy(say(reached), "mulberry-count_,_to"),
            easy(say(wanted), "rules"),
        ]
    elif (needed := _needed(shown)) is not None:
        rows.append(easy(say(needed), "rules"))
    for row in shown.groups:
        if row.told and len(shown.groups) > 1:
            group = Sentence("{group}: {yes} said yes. {no} said no.", group=row.name, yes=row.for_, no=row.against)
            rows.append(easy(say(group), "mulberry-family_2"))
    rows += [easy(say(reason), "rules") for reason in shown.reasons]
    if contest.standing:
        rows.append(easy(say(Sentence("A second meeting must say yes too.")), DAY))
        rows += [easy(say(rule.sentence), "rules") for rule in contest.standing]
    if shown.why_untold is not None:
        rows.append(easy(say(Sentence("Some numbers are so small that we keep them secret.")), "locked"))
    return rows


def _heads(shown: ResolutionOutcome, language: Language) -> list[Block]:
    say = language.say
    neither = shown.blank + shown.spoilt
    rows: list[Block] = [
        easy(say(Sentence("{n} member said yes.", "{n} members said yes.", shown.for_, n=shown.for_)), YES),
        easy(say(Sentence("{n} member said no.", "{n} members said no.", shown.against, n=shown.against)), NO),
    ]
    if neither:
        words = Sentence("{n} member said neither.", "{n} members said neither.", neither, n=neither)
        rows.append(easy(say(words), NEITHER))
    return rows


def _needed(shown: ResolutionOutcome) -> Sentence | None:
    """The sum is done for the reader: so many, and not so many in a hundred. Nobody said yes: there is no sum."""
    if not shown.reached:
        return None
    share = shown.needed * shown.for_ / shown.reached
    least = int(share) + 1 if shown.more_than or share.denominator != 1 else int(share)
    return Sentence("It needed {n} member to say yes.", "It needed {n} members to say yes.", least, n=least)


def _election(shown: ElectionOutcome, faces: dict[UUID, bytes], language: Language) -> list[Block]:
    """Who is chosen, and who is not and why, each with their photograph where they gave one."""
    say = language.say
    places = Sentence("There was 1 place.", "There were {n} places.", shown.seats, n=shown.seats)
    rows: list[Block] = [easy(say(places), "mulberry-chair")]
    if shown.uncontested:
        rows.append(easy(say(Sentence("No more people stood. So nobody had to vote.")), SAME))
    rows.append(Heading(say(Sentence("Who is chosen")), 3))
    for fate in shown.elected:
        chosen = Sentence("{name} is chosen.", name=fate.name)
        rows.append(EasyRow(say(chosen), _face(fate.candidate, faces)))
    if not shown.elected:
        rows.append(easy(say(Sentence("Nobody is chosen.")), NO))
    others = [fate for fate in shown.fates if not fate.elected]
    if others:
        rows.append(Heading(say(Sentence("Who is not chosen, and why")), 3))
    for fate in others:
        rows.append(EasyRow(say(Sentence("{name} is not chosen.", name=fate.name)), _face(fate.candidate, faces)))
        if fate.said.text != NOT_ELECTED.text:
            rows.append(easy(say(fate.sentence), "rules"))
    if shown.vacant:
        empty = Sentence("{n} place stays empty.", "{n} places stay empty.", shown.vacant, n=shown.vacant)
        rows.append(easy(say(empty), "mulberry-remove_,_to"))
    if shown.lots:
        lot = Sentence("Some had the same number of votes. We drew a name from a box.")
        rows.append(easy(say(lot), "mulberry-take_out_,_to"))
    return rows


def _face(candidate: str, faces: dict[UUID, bytes]) -> str | Photo:
    face = faces.get(UUID(candidate))
    return drawn("people") if face is None else Photo(face, KIND)


def _option(shown: OptionOutcome, language: Language) -> list[Block]:
    say = language.say
    rows: list[Block] = [EasyRow(say(shown.outcome), drawn("mulberry-certificate"))]
    for count in shown.counts:
        words = Sentence("{name}: {n} vote.", "{name}: {n} votes.", count.votes, name=count.name, n=count.votes)
        rows.append(easy(say(words), "mulberry-count_,_to"))
    return rows


def _now(result: Result, language: Language) -> list[Block]:
    say = language.say
    rows: list[Block] = [easy(say(Sentence("You can see all the numbers in the full paper.")), LOOKED)]
    if result.recount_until is not None:
        again = Sentence("You can ask us to count again until {day}.", day=result.recount_until)
        rows.append(easy(say(again), DAY))
    ask = Sentence("Do you have a question? Ask {name}.", name=result.declared_by)
    return [*rows, easy(say(ask), ASK)]
