"""How one question is decided, as an officer says it before the papers are published; each refusal with its rule.

A matter is decided by the kind of decision that the rules give it to (M91). A group may ask, by its own vote, for
more than the usual (W25). Where the rules want agreement looked for first, it is said when and how long that was.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from govern.ballots.deciding.consent import Phase
from govern.ballots.rules.outcome import ResolutionOutcome
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.plain import decision_name, matter_words
from govern.errors import NotValid
from govern.sentences import Sentence


class Settling(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a question: the kind of decision, its matter, the earlier decision it confirms, the group that
    asked for more with its votes, and when and how long agreement was looked for first: in the rounds of the proposal
    `consent`, or, where those were held without this service, as it is typed."""

    kind: str
    matter: str | None = None
    confirms: UUID | None = None
    raised_by: str | None = None
    raised_for: int | None = None
    raised_against: int | None = None
    consent: UUID | None = None
    consent_on: date | None = None
    consent_rounds: int | None = None


def matters(book: Rulebook) -> tuple[str, ...]:
    """Everything the rules give to a kind of decision, in the file's order, each once."""
    return tuple(dict.fromkeys(matter for kind in book.resolutions for matter in kind.used_for))


def check_matter(book: Rulebook, kind: str, matter: str | None) -> None:
    """Raises NotValid where the rules give this matter to another kind, naming that kind and its rule (M91)."""
    if matter is None:
        return
    right = [one.id for one in book.resolutions if matter in one.used_for]
    if not right:
        raise NotValid("The rules do not name this matter. Choose one from the list, or none.", field="matter")
    if kind not in right:
        raise NotValid(
            "{matter}: the rules decide this by another kind of decision, {kind} ({rule}). Choose that kind.",
            field="matter",
            matter=matter_words(matter),
            kind=decision_name(book, right[0], "en"),
            rule=citation(f"resolution.{right[0]}", book),
        )


def raised_kind(book: Rulebook, base: str, said: Settling) -> str:
    """The kind that holds after a group asked for more. Raises NotValid where the rules do not let it (W25)."""
    higher = book.voting.class_may_raise_to
    if higher is None:
        raise NotValid(
            "Under these rules no group can ask that a decision needs more. Leave this part empty.",
            field="raised_by",
        )
    clause = citation("voting.class_may_raise_to", book)
    if base == higher or book.resolution(base).statutory is not None:
        raise NotValid(
            "This kind of decision cannot be raised ({rule}). Leave this part empty.", field="raised_by", rule=clause
        )
    if said.raised_by not in {group.id for group in book.voting_constituencies()}:
        raise NotValid("Choose a group that has a vote.", field="raised_by")
    if said.raised_for is None or said.raised_against is None:
        raise NotValid("Type how many of the group voted for and against asking for more.", field="raised_for")
    if said.raised_for <= said.raised_against:
        raise NotValid(
            "More of the group must be for than against ({rule}). With {for_} to {against} the usual kind holds: "
            "leave this part empty.",
            field="raised_for",
            rule=clause,
            for_=said.raised_for,
            against=said.raised_against,
        )
    return higher


def check_consent(book: Rulebook, kind: str, said: Settling, today: date) -> None:
    """Raises NotValid for a day to come, or for a day without its rounds."""
    if said.consent_on is None and said.consent_rounds is None:
        return
    if not book.resolution(kind).consent_first:
        raise NotValid(
            "The rules do not ask to look for agreement first here ({rule}). Leave this part empty.",
            field="consent_on",
            rule=citation(f"resolution.{kind}", book),
        )
    if said.consent_on is None or said.consent_on > today:
        raise NotValid("Type the day on which agreement was looked for. It cannot lie ahead.", field="consent_on")
    most = book.consent.rounds_max
    if not said.consent_rounds or (most is not None and said.consent_rounds > most):
        raise NotValid("Type how many rounds there were, from 1 to {most}.", field="consent_rounds", most=most or 100)


class Rounds(msgspec.Struct, frozen=True):
    """How the rounds on a proposal of the members ended: what it was, on which day, after how many."""

    title: str
    kind: str | None
    phase: Phase
    ended_on: date | None
    number: int


def check_rounds(found: Rounds, kind: str) -> None:
    """Raises NotValid where the rounds on this proposal do not lead to a vote of this kind: agreed, dropped, open."""
    if found.phase in (Phase.CONSENTED, Phase.RENEWED, Phase.DUE_FOR_REVIEW):
        raise NotValid("“{title}” was agreed by consent. No vote is needed.", field="consent", title=found.title)
    if found.phase is not Phase.TO_BALLOT or found.ended_on is None:
        raise NotValid(
            "The rounds on “{title}” did not end in a vote. Go on with it on its own page first.",
            field="consent",
            title=found.title,
        )
    if found.kind != kind:
        raise NotValid("“{title}” is another kind of motion. Choose that kind.", field="consent", title=found.title)


def waits_for_the_chair(book: Rulebook, resolution: ResolutionOutcome, chair_side: str | None) -> bool:
    """Whether equal votes stand, and the rules give the chair a casting vote that was not used (invariant 35)."""
    clause = citation("voting.tie", book)
    tied = any(rule.clause == clause for rule in resolution.why)
    return book.voting.tie == "chair_casting" and tied and chair_side is None


def asks_consent_first(book: Rulebook, kind: str | None) -> bool:
    return kind is not None and book.resolution(kind).consent_first


def agreement_missing(title: str, book: Rulebook, kind: str) -> Sentence:
    """What stands in the list of missing things where the rules want agreement looked for first."""
    return Sentence(
        "“{title}”: the rules ask to look for agreement before a vote ({rule}). Say when that was.",
        title=title,
        rule=citation(f"resolution.{kind}", book),
    )
