"""The whole rulebook, table by table, in the order in which its chapters are numbered."""

from __future__ import annotations

import msgspec

from govern.constituencies.rulebook.book.tables.bodies import Body, Cap, Elections, Seat, Terms
from govern.constituencies.rulebook.book.tables.keeping import Awards, Filing, Funds, MinutesRules, Retention, Support
from govern.constituencies.rulebook.book.tables.meeting import Notice, Peer, Proxy, Quorum, Roll
from govern.constituencies.rulebook.book.tables.one import Table
from govern.constituencies.rulebook.book.tables.society import Constituency, Society
from govern.constituencies.rulebook.book.tables.talking import Consent, Consultation, ForumLayer, Recommendation
from govern.constituencies.rulebook.book.tables.voting import Ballot, Resolution, Voting


class Tables(Table, frozen=True, kw_only=True):
    """Every table of schema 1. Repeated tables (`[[...]]`) are tuples in the file's order.

    `[ballot]`, `[retention]` and `[support]` may be left out; all their keys have defaults.
    """

    schema: int
    society: Society
    constituencies: tuple[Constituency, ...] = msgspec.field(name="constituency")
    voting: Voting
    resolutions: tuple[Resolution, ...] = msgspec.field(name="resolution")
    quorums: tuple[Quorum, ...] = msgspec.field(name="quorum")
    notice: Notice
    roll: Roll
    proxy: Proxy
    peer: Peer
    bodies: tuple[Body, ...] = msgspec.field(name="body")
    seats: tuple[Seat, ...] = msgspec.field(name="seat")
    caps: tuple[Cap, ...] = msgspec.field(name="cap")
    terms: Terms
    elections: Elections
    forum_layers: tuple[ForumLayer, ...] = msgspec.field(name="forum_layer")
    recommendation: Recommendation
    consultation: Consultation
    consent: Consent
    minutes: MinutesRules
    filing: Filing
    funds: Funds
    awards: Awards
    ballot: Ballot = Ballot()
    retention: Retention = Retention()
    support: Support = Support()
