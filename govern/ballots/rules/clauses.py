"""Each step of a decision with the rule it follows: the clause is found by what the step is about, never by words."""

from __future__ import annotations

from govern.ballots.deciding import About, Step
from govern.ballots.rules.outcome import Rule
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.sentences import Sentence

#: What a step is about -> the path of its rule. Kinds and groups add their own id.
PATHS = {
    About.VACANT: "voting.vacant_college",
    About.SILENT: "voting.silent_college",
    About.TIED_GROUP: "voting.college_result",
    About.SHARE_CEILING: "voting.weight_ceiling",
    About.SHARES: "constituency",
    About.BLANK: "voting.abstentions",
    About.TIE: "voting.tie",
}
OF_THE_GROUP = (About.BARRED, About.VOTE_CEILING)
OF_THE_KIND = (About.THRESHOLD, About.TURNOUT, About.CLASSES, About.OUTCOME)


def clause_of(book: Rulebook, kind: str, step: Step, *, formal_ballot: bool = True) -> Sentence:
    """The rule a step follows: of the kind of decision, of a group, or of how votes are counted."""
    if step.about in OF_THE_KIND:
        return citation(f"resolution.{kind}", book)
    if step.about in OF_THE_GROUP and step.group:
        return citation(f"constituency.{step.group}", book)
    if step.about is About.COUNT:
        return citation(basis_path(book, kind, formal_ballot=formal_ballot), book)
    return citation(PATHS[step.about], book)


def basis_path(book: Rulebook, kind: str, *, formal_ballot: bool = True) -> str:
    """Where it is said whether heads or shares are counted: with the kind, for formal ballots, or in general."""
    resolution = book.resolution(kind)
    if resolution.basis is not None or resolution.statutory in ("ccbsa_s111", "ccbsa_s113"):
        return f"resolution.{kind}"
    return "voting.poll_basis" if formal_ballot and book.voting.poll_basis is not None else "voting.basis"


def ruled(book: Rulebook, kind: str, step: Step, *, formal_ballot: bool = True) -> Rule:
    return Rule(step.sentence, clause_of(book, kind, step, formal_ballot=formal_ballot))


def ruled_in_body(book: Rulebook, body: str, step: Step) -> Rule:
    """A step of a vote of the board or another body: its quorum has a rule of its own, all else is the body's."""
    if step.about is About.QUORUM and book.quorum_of(body) is not None:
        return Rule(step.sentence, citation(f"quorum.{body}", book))
    return Rule(step.sentence, citation(f"body.{body}", book))
