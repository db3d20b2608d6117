"""The rulebook as other rooms meet it: the tables, the text they came from, and exact questions about them."""

from __future__ import annotations

import hashlib
from fractions import Fraction

from govern.constituencies.rulebook.book.tables import (
    Body,
    Cap,
    Constituency,
    ForumLayer,
    Quorum,
    Resolution,
    Seat,
    Tables,
)
from govern.constituencies.rulebook.book.tables.voting import Basis
from govern.errors import NotFound


class Rulebook(Tables, frozen=True, kw_only=True):
    """One version of a society's rules. `text` is the TOML it was read from, with LF line ends and without BOM."""

    text: str

    def fingerprint(self) -> str:
        """SHA-256 of `text` in UTF-8, 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def constituency(self, constituency_id: str) -> Constituency:
        for constituency in self.constituencies:
            if constituency.id == constituency_id:
                return constituency
        raise NotFound("There is no group “{id}” in the rules.", id=constituency_id)

    def voting_constituencies(self) -> tuple[Constituency, ...]:
        """The groups with a vote, full or under a ceiling, in the file's order."""
        return tuple(constituency for constituency in self.constituencies if constituency.votes != "none")

    def weights(self) -> dict[str, Fraction]:
        """Group -> its share of the whole. They add up to exactly 1, or there are none."""
        return {c.id: c.weight for c in self.constituencies if c.weight is not None and c.votes == "full"}

    def ceilings(self) -> dict[str, Fraction]:
        """Group -> the most its votes may come to, for groups that vote under a ceiling."""
        return {c.id: c.vote_cap for c in self.constituencies if c.vote_cap is not None}

    def resolution(self, resolution_id: str) -> Resolution:
        for resolution in self.resolutions:
            if resolution.id == resolution_id:
                return resolution
        raise NotFound("There is no kind of decision “{id}” in the rules.", id=resolution_id)

    def basis_of(self, resolution_id: str, *, formal_ballot: bool = True) -> Basis:
        """Heads or weighted groups for this kind. A formal ballot is what rules call a poll.

        A statutory society resolution always counts heads (CCBSA 2014 s111, s113; invariant 39).
        """
        resolution = self.resolution(resolution_id)
        if resolution.statutory in ("ccbsa_s111", "ccbsa_s113"):
            return "omov"
        poll_basis = self.voting.poll_basis if formal_ballot else None
        return resolution.basis or poll_basis or self.voting.basis

    def barred_from(self, resolution_id: str) -> frozenset[str]:
        """The groups that have no vote on this kind. Non-user investors never vote on a conversion.

        "conversion" names the act in law, so it bars from every kind under CCBSA s113 whatever that kind's id.
        """
        resolution = self.resolution(resolution_id)
        names = {resolution_id} | ({"conversion"} if resolution.statutory == "ccbsa_s113" else set())
        return frozenset(c.id for c in self.constituencies if names & set(c.barred_from))

    def body(self, body_id: str) -> Body:
        for body in self.bodies:
            if body.id == body_id:
                return body
        raise NotFound("There is no body “{id}” in the rules.", id=body_id)

    def board(self) -> Body:
        """The one body that is the board of directors, or the committee in the words of the 2014 Act."""
        return next(body for body in self.bodies if body.kind == "board")

    def seats_of(self, body_id: str) -> tuple[Seat, ...]:
        """The rows of seats of a body; their counts add up to its seats."""
        return tuple(seat for seat in self.seats if seat.body == body_id)

    def caps_on(self, body_id: str) -> tuple[Cap, ...]:
        """The active caps and quotas on who sits on a body."""
        return tuple(cap for cap in self.caps if cap.scope == f"body:{body_id}" and cap.active)

    def quorum_of(self, body_id: str) -> Quorum | None:
        """The quorum of a body, "general" for the general meeting; None where the rules name none."""
        return next((quorum for quorum in self.quorums if quorum.body == body_id), None)

    def forum_layer(self, layer_id: str) -> ForumLayer:
        for layer in self.forum_layers:
            if layer.id == layer_id:
                return layer
        raise NotFound("There is no forum layer “{id}” in the rules.", id=layer_id)


def cap_limit(cap: Cap, places: int) -> int | Fraction:
    """How many people a cap or quota means among `places` seats, members or workers (W9 of the domain report).

    A cap ("max") rounds down and a quota ("min") up, as the row's `rounding` says; "exact" keeps the fraction.

    >>> cap_limit(Cap(..., max=Fraction(1, 3), rounding="floor"), 10)
    3
    """
    count = cap.max_count if cap.max_count is not None else cap.min_count
    share = cap.max if cap.max is not None else cap.min
    if share is None:
        return count or 0
    limit = share * places
    if cap.rounding == "floor":
        return limit.numerator // limit.denominator
    if cap.rounding == "ceil":
        return -(-limit.numerator // limit.denominator)
    return limit
