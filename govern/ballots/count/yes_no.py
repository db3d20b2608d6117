"""Yes or no: votes for and against, and a threshold. The first answer on the paper is for, the second against.

Sources: domain.md invariants 32 to 35. The comparison and its sentences are those of `ballots.deciding`: "more than"
leaves equality out, "at least" takes it in, and equal votes are lost where half of the votes cast decides. A share is
taken of the votes cast, or of all papers with the blank ones, or of the whole electorate. The answer that stands is
"elected": yes where the threshold is met, else no. A paper with both answers is void.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from govern.ballots.count.election import Election, NotCountable, refuse_limits
from govern.ballots.count.result import Action, Elected, NotElected, Result, Standing, Why
from govern.ballots.count.stack import Stack, sort_papers
from govern.ballots.count.stages import still_stage
from govern.ballots.deciding import explaining
from govern.ballots.deciding.question import HALF, Base, Op, Question, Rule, Threshold
from govern.sentences import Sentence

METHOD = "yes-no"
MORE_THAN_HALF = Threshold(Op.GT, HALF, Base.CAST)


def count(election: Election) -> Result:
    """Raises NotCountable where there are not two answers, or the threshold cannot be measured."""
    _refuse(election)
    papers = sort_papers(election, 1)
    for_, against = (Fraction(units, papers.parts) for units in papers.marks())
    rule = Rule(threshold=election.threshold or MORE_THAN_HALF)
    whole = _whole(election, papers, rule.threshold.base)
    for_share, against_share = (votes * Fraction(1, whole) if whole else whole for votes in (for_, against))
    tied = rule.threshold.is_tied_by(for_share, against_share)
    nobody = for_ == against == 0
    carried = rule.threshold.met_by(for_share) and not tied and not nobody
    steps = [
        *explaining.count_in_words(rule, for_, whole, for_share),
        *explaining.blank_papers(rule, papers.blank),
    ]
    why = [step.sentence for step in steps]
    reason = explaining.CARRIED
    if not carried:
        reason = explaining.reason_for_the_count(Question(rule=rule, groups=()), nobody=nobody, tied=tied).sentence
        why.append(reason)
    why.append(explaining.CARRIED if carried else explaining.LOST)
    return _result(election, papers, (for_, against), 0 if carried else 1, why, reason)


def _whole(election: Election, papers: Stack, base: Base) -> Fraction:
    """What the share is taken of. Raises NotCountable for an electorate smaller than its papers."""
    blank = sum((paper.weight * Fraction(paper.times) for paper in election.papers if not paper.marks), Fraction(0))
    if base is Base.PAPERS:
        return papers.valid + blank
    if base is Base.CAST:
        return papers.valid
    if election.electorate is None:
        raise NotCountable("The threshold is measured on all who may vote. Say how many they are.")
    if election.electorate < papers.valid + blank:
        raise NotCountable(
            "There are more papers than people who may vote. Look at the number of those who may vote."
        )
    return Fraction(election.electorate)


def _refuse(election: Election) -> None:
    refuse_limits(election)
    if len(election.candidates) != 2 or election.withdrawn or election.seats != 1:
        raise NotCountable("A yes or no vote has two answers, first for, then against, and one of them stands.")
    if election.threshold is not None and election.threshold.base is Base.PRESENT:
        raise NotCountable("Papers do not say who was present. Measure the threshold on votes cast, or on papers.")


def _result(
    election: Election,
    papers: Stack,
    votes: tuple[Fraction, Fraction],
    stands: int,
    why: list[Sentence],
    reason: Sentence,
) -> Result:
    answer, other = election.candidates[stands], election.candidates[1 - stands]
    standing = [Standing.EXCLUDED, Standing.EXCLUDED]
    standing[stands] = Standing.ELECTED
    stage = replace(
        still_stage(election, 1, Action.FIRST, votes),
        standing=tuple(standing),
        elected=(answer.id,),
        excluded=(other.id,),
        why=tuple(why),
    )
    return Result(
        method=METHOD,
        seats=1,
        candidates=election.candidates,
        valid=papers.valid,
        blank=papers.blank,
        void=papers.void,
        quota=None,
        stages=(stage,),
        elected=(Elected(answer.id, answer.name, 1, votes[stands]),),
        not_elected=(NotElected(other.id, other.name, 1, votes[1 - stands], Why.VOTES, reason),),
        vacant=0,
    )
