"""The whole count, from inputs to outcome, in the order of domain report 2.5: quorum, resolutions, elections."""

from __future__ import annotations

from govern.ballots.deciding import enough
from govern.ballots.rules.electing import elect
from govern.ballots.rules.inputs import ContestInput, Inputs, Name, groups_of
from govern.ballots.rules.outcome import ContestOutcome, Outcome, Rule
from govern.ballots.rules.resolving import resolution_outcome
from govern.ballots.rules.stages import ContestKind
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
        else:
            decided = resolution_outcome(book, contest, inputs, name, too_few=too_few)
            contests.append(ContestOutcome(contest=contest.id, turnout=turnout, resolution=decided))
    voted, roll = sum(inputs.voted.values()), sum(inputs.roll.values())
    return Outcome(
        roll_size=roll,
        voted=voted,
        set_aside=inputs.set_aside,
        turnout=turnout_sentence(voted, roll),
        quorum=quorum,
        quorate=quorate,
        contests=tuple(contests),
    )


def contest_turnout(contest: ContestInput, inputs: Inputs) -> Sentence:
    """How many voted on this contest, of those whose paper has it."""
    styles = [style for style in inputs.roll if set(groups_of(style)) & set(contest.voters)]
    return turnout_sentence(
        sum(inputs.voted.get(style, 0) for style in styles), sum(inputs.roll[style] for style in styles)
    )
