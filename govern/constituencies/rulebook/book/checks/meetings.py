"""Quorums and proxies: they name bodies that exist, and count only ways of attending that exist."""

from __future__ import annotations

from collections.abc import Iterator

from govern.constituencies.rulebook.book.problems import Problem
from govern.constituencies.rulebook.book.tables import Tables
from govern.sentences import Sentence

COMPANIES = ("company_limited_by_guarantee", "cooperative_company", "cic")


def quorums_are_for_known_bodies(tables: Tables) -> Iterator[Problem]:
    known = {body.id for body in tables.bodies} | {"general"}
    seen: set[str] = set()
    for number, quorum in enumerate(tables.quorums):
        path = ("quorum", number, "body")
        if quorum.body not in known:
            wrong = Sentence("This is a quorum for an unknown body “{body}”.", body=quorum.body)
            yield Problem(path, wrong)
        if quorum.body in seen:
            yield Problem(path, Sentence("“{body}” has two quorums. Keep one.", body=quorum.body))
        seen.add(quorum.body)


def general_meeting_and_board_have_a_quorum(tables: Tables) -> Iterator[Problem]:
    have = {quorum.body for quorum in tables.quorums}
    board = {body.id for body in tables.bodies if body.kind == "board"}
    for body in sorted(({"general"} | board) - have):
        wrong = Sentence("A quorum is needed for the general meeting and the board: “{body}” has none.", body=body)
        yield Problem(("quorum",), wrong)


def quorum_rules_have_their_share(tables: Tables) -> Iterator[Problem]:
    for number, quorum in enumerate(tables.quorums):
        if quorum.rule != "number" and quorum.share is None:
            wrong = Sentence("A share is needed, because the rule compares it with the number.")
            yield Problem(("quorum", number, "share"), wrong)


def quorum_counts_only_what_exists(tables: Tables) -> Iterator[Problem]:
    for number, quorum in enumerate(tables.quorums):
        path = ("quorum", number, "counts")
        if "proxy" in quorum.counts and not tables.proxy.allowed:
            yield Problem(path, Sentence("It counts proxies that are not allowed. Take “proxy” out."))
        if "peer" in quorum.counts and not tables.peer.counts_for_quorum:
            yield Problem(path, Sentence("It counts peers' mandates that do not count. Take “peer” out."))
        if not quorum.counts:
            yield Problem(path, Sentence("Nobody would be counted. Write at least “in_person”."))


def companies_allow_proxies(tables: Tables) -> Iterator[Problem]:
    """Companies Act 2006 s324: a member of a company may always appoint a proxy."""
    if tables.society.legal_form in COMPANIES and not tables.proxy.allowed:
        wrong = Sentence("A company must allow proxies (Companies Act 2006, section 324). Write allowed = true.")
        yield Problem(("proxy", "allowed"), wrong)


def quebec_has_no_proxies(tables: Tables) -> Iterator[Problem]:
    """Cooperatives Act of Quebec s4: one vote for a member, and no voting by proxy."""
    if tables.society.jurisdiction == "quebec" and tables.proxy.allowed:
        yield Problem(("proxy", "allowed"), Sentence("The law of Quebec allows no proxies. Write allowed = false."))


CHECKS = (
    quorums_are_for_known_bodies,
    general_meeting_and_board_have_a_quorum,
    quorum_rules_have_their_share,
    quorum_counts_only_what_exists,
    companies_allow_proxies,
    quebec_has_no_proxies,
)
