"""Before a file of members is put in: which of its lines would break a limit on the membership (W19)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from govern.constituencies.register import rules
from govern.constituencies.register.incoming import Change, Finding, Outcome
from govern.constituencies.register.rules import Level
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.book.tables import Cap
from govern.sentences import Sentence


class Foreseen:
    """The limits that refuse an admission, followed through a file. Lines are counted when all have been seen:
    whoever else joins or leaves in the same file makes room or takes it."""

    def __init__(self, book: Rulebook, levels: Iterable[Level]) -> None:
        self._book = book
        self._implied = {group.id: frozenset(group.attributes) for group in book.constituencies}
        self._limits = [_Followed(level) for level in levels if rules.blocks_admission(level.cap)]

    def see(self, change: Change) -> None:
        """One line that would be taken."""
        if not self._limits or change.outcome not in (Outcome.ADDED, Outcome.CHANGED):
            return
        after = set(change.was_in) - ({change.moves_from} if change.moves_from else set())
        if change.leaves:
            after.discard(change.person.group)
        elif change.person.ended_on is None and (change.moves_from or change.outcome is Outcome.ADDED):
            after.add(change.person.group)
        noted = (change.was_noted | change.gains) - change.loses
        for limit in self._limits:
            was = self._counts(limit.cap, change.was_in, change.was_noted)
            more = bool(after) - bool(change.was_in)
            limit.among += more
            if self._counts(limit.cap, after, noted) and not was:
                who = change.person
                limit.joins.append((Finding(change.line, change.outcome, who.number, who.name, ()), more))
            elif was and not self._counts(limit.cap, after, noted):
                limit.leaves += 1

    def _counts(self, cap: Cap, groups: Collection[str], noted: frozenset[str]) -> bool:
        if not groups:
            return False
        if cap.attribute:
            return cap.attribute in noted or any(cap.attribute in self._implied[group] for group in groups)
        return not set(groups).isdisjoint(cap.constituencies or ())

    def refused(self) -> dict[int, tuple[Finding, Sentence]]:
        """Line -> what it would have done, and why it cannot be taken: the last ones that a limit has no room for."""
        found: dict[int, tuple[Finding, Sentence]] = {}
        for limit in self._limits:
            whole = limit.level()
            why = Sentence(
                "The rules limit {who}: at most {limit} of {members} members ({rule}). With this file there would "
                "be {counted}. Take some of them out, or put other members in first.",
                who=rules.who_is_limited(limit.cap),
                limit=whole.limit,
                members=whole.among,
                rule=citation(f"cap.{limit.cap.id}", self._book),
                counted=whole.counted,
            )
            while limit.joins and not limit.is_respected:
                last, more = limit.joins.pop()
                limit.among -= more
                found[last.line] = last, why
        return found


class _Followed:
    """One limit on its way through a file: how it stood, who of the lines it would count, how many it would not.

    `joins` are the lines, each with how many members it adds (0 for somebody who is one already)."""

    def __init__(self, level: Level) -> None:
        self.cap, self.was, self.among = level.cap, level.counted, level.among
        self.joins: list[tuple[Finding, int]] = []
        self.leaves = 0

    def level(self) -> Level:
        return Level(self.cap, self.was + len(self.joins) - self.leaves, self.among)

    @property
    def is_respected(self) -> bool:
        """Kept, or not made worse than it was."""
        level = self.level()
        return level.is_kept or level.counted <= self.was
