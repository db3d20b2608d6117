"""The whole count, from inputs to outcome, in the order of domain report 2.5: quorum, resolutions, elections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from govern.ballots.deciding import enough
from govern.ballots.rules.electing import elect
from govern.ballots.rules.inputs import ContestInput, Inputs, Name, groups_of
from govern.ballots.rules.options import option_outcome
from govern.ballots.rules.outcome import ContestOutcome, Outcome, Rule
from govern.ballots.rules.resolving import resolution_outcome
from govern.ballots.rules.stages import ContestKind
from govern.ballots.seal.manifest import Channel
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.sentences import Sentence


def quorum_of(book: Rulebook, inputs: Inputs) -> tuple[Rule | None, bool]:
    """Whether enough took part: of a meeting, as the meeting says; of a ballot by itself, by `[ballot].quorum`."""
    if inputs.of_a_meeting:
        if inputs.quorate is None:
            return None, True
        said = Sentence(
            "{counted} people counted towards the meeting's quorum. {required} were needed.",
            counted=inputs.counted,
            required=inputs.required,
        )
        return Rule(said, citation("quorum.general", book)), inputs.quorate
    return ballot_quorum(book, sum(inputs.roll.values()), sum(inputs.voted.values()))


TOO_FEW = Sentence("Too few took part, so nothing is decided.")


def ballot_quorum(book: Rulebook, roll: int, voted: int) -> tuple[Rule | None, bool]:
    """The quorum of a vote outside a meeting; none unless the rules name one (decision 13)."""
    asked = book.ballot.quorum
    if asked is None:
        return None, True
    needed = enough(roll, number=asked.number, share=asked.share, rule=asked.rule)
    said = Sentence("{voted} people took part. At least {needed} were needed.", voted=voted, needed=needed)
    return Rule(said, citation("ballot.quorum", book)), voted >= needed


def turnout_sentence(voted: int, roll: int) -> Sentence:
    return Sentence(
        "{voted} person voted, of {roll} who could.", "{voted} people voted, of {roll} who could.", voted,
        voted=voted, roll=roll,
    )  # fmt: skip


NO_PAPER = "no_paper"
"""Beside the channels in `Inputs.ways`: envelopes of papers in which there was no paper."""


def ways_sentences(ways: Mapping[str, int]) -> tuple[Sentence, ...]:
    """How many votes were not their owner's own envelope; proxies who were told how and who chose stand apart."""
    shown = (Channel.PAPER, Channel.PROXY_DIRECTED, Channel.PROXY_FREE, Channel.PEER)
    paper, told, free, peer = (ways.get(channel.value, 0) for channel in shown)
    said = (
        (paper, Sentence("{n} vote was on paper.", "{n} votes were on paper.", paper, n=paper)),
        (
            told,
            Sentence("{n} vote was directed to a proxy.", "{n} votes were directed to a proxy.", told, n=told),
        ),
        (
            free,
            Sentence("{n} vote was left to a proxy.", "{n} votes were left to a proxy.", free, n=free),
        ),
        (
            peer,
            Sentence("{n} vote came through an elected peer.", "{n} votes came through elected peers.", peer, n=peer),
        ),
    )
    empty = ways.get(NO_PAPER, 0)
    none = Sentence("{n} envelope held no paper.", "{n} envelopes held no paper.", empty, n=empty)
    return tuple(sentence for number, sentence in (*said, (empty, none)) if number)


def outcome_of(inputs: Inputs, book: Rulebook, name: Name) -> Outcome:
    """Everything that came of a ballot. Raises LotNeeded where a tie needs a lot and there is no seed."""
    quorum, quorate = quorum_of(book, inputs)
    too_few = None if quorate else TOO_FEW
    elections = elect(inputs, book, name, quorate=quorate)
    contests = []
    for contest in inputs.contests:
        turnout = contest_turnout(contest, inputs)
        if contest.kind is ContestKind.ELECTION:
            contests.append(ContestOutcome(contest=contest.id, turnout=turnout, election=elections[contest.id]))
        elif contest.kind is ContestKind.OPTION:
            option = option_outcome(contest, quorate=quorate)
            contests.append(ContestOutcome(contest=contest.id, turnout=turnout, option=option))
        else:
            decided = resolution_outcome(book, contest, inputs, name, too_few=too_few)
            contests.append(ContestOutcome(contest=contest.id, turnout=turnout, resolution=decided))
    voted, roll = sum(inputs.voted.values()), sum(inputs.roll.values())
    return Outcome(
        roll_size=roll,
        voted=voted,
        set_aside=inputs.set_aside,
        turnout=turnout_sentence(voted, roll),
        ways=ways_sentences(inputs.ways),
        quorum=quorum,
        quorate=quorate,
        contests=tuple(contests),
    )


def contest_turnout(contest: ContestInput, inputs: Inputs) -> Sentence:
    """How many voted on this contest, of those whose paper has it."""
    styles = [style for style in inputs.roll if set(groups_of(style)) & set(contest.voters)]
    roll = sum(inputs.roll[style] for style in styles)
    if contest.uncontested:  # it is on no paper
        return turnout_sentence(sum(inputs.voted.get(style, 0) for style in styles), roll)
    return turnout_sentence(sum(slips.number for slips in contest.slips), roll)


class TookPart(msgspec.Struct, frozen=True):
    """Of one contest: how many of each group voted in it, and how many there were on the roll."""

    took: dict[str, int]
    there_are: dict[str, int]


def took_part(inputs: Inputs) -> tuple[TookPart, ...]:
    """Each contest that was voted on, whatever it asked; everybody in the group in which they are a head. What stood
    on no paper is left out, and so are groups that had no vote in it."""
    found = []
    for contest in inputs.contests:
        if contest.uncontested:
            continue
        took: Counter[str] = Counter()
        there_are: Counter[str] = Counter()
        for style, number in inputs.roll.items():
            if set(groups_of(style)) & set(contest.voters):
                there_are[groups_of(style)[0]] += number
        for slips in contest.slips:
            took[groups_of(slips.style)[0]] += slips.number
        found.append(TookPart(dict(took), dict(there_are)))
    return tuple(found)
