"""Peer representatives: from their own group, never over a member's head, never where the law forbids it."""

from __future__ import annotations

from collections.abc import Iterator

from govern.constituencies.rulebook.book.problems import Problem
from govern.constituencies.rulebook.book.tables import Tables
from govern.sentences import Sentence

NEEDED = (
    "constituencies",
    "elected_in",
    "max_represented",
    "style",
    "direct_vote_displaces",
    "counts_for_quorum",
    "not_for",
    "opt_in_renew_months",
    "staff_may_be_peer",
)


def peers_are_fully_described(tables: Tables) -> Iterator[Problem]:
    if tables.peer.enabled and tables.peer.legal_basis is None:
        wrong = Sentence(
            "“legal_basis” is needed: a peer votes for others only on one. Without it peers are off: enabled = false."
        )
        yield Problem(("peer", "legal_basis"), wrong)
    for key in NEEDED:
        if tables.peer.enabled and getattr(tables.peer, key) in (None, ()) and key != "not_for":
            yield Problem(("peer", key), Sentence("“{key}” is needed where peers are enabled.", key=key))
    if tables.peer.enabled and tables.peer.not_for is None:
        yield Problem(("peer", "not_for"), Sentence("“{key}” is needed where peers are enabled.", key="not_for"))


def direct_votes_displace_peers(tables: Tables) -> Iterator[Problem]:
    if tables.peer.enabled and tables.peer.direct_vote_displaces is False:
        wrong = Sentence("A direct vote must displace the peer's vote. Write direct_vote_displaces = true.")
        yield Problem(("peer", "direct_vote_displaces"), wrong)


def standing_proxies_need_proxies(tables: Tables) -> Iterator[Problem]:
    peer = tables.peer
    if peer.enabled and peer.legal_basis == "standing_proxy" and not tables.proxy.allowed:
        wrong = Sentence("Peers act here as standing proxies, but proxies are not allowed.")
        yield Problem(("peer", "legal_basis"), wrong)


def quebec_has_no_peer_votes(tables: Tables) -> Iterator[Problem]:
    if tables.peer.enabled and tables.society.jurisdiction == "quebec":
        wrong = Sentence("A peer's vote is a proxy in the law of Quebec, which allows none. Write enabled = false.")
        yield Problem(("peer", "enabled"), wrong)


def peers_come_from_their_own_group(tables: Tables) -> Iterator[Problem]:
    kinds = {group.id: group.kind for group in tables.constituencies}
    for group in tables.peer.constituencies if tables.peer.enabled else ():
        path = ("peer", "constituencies")
        if group not in kinds:
            yield Problem(path, Sentence("“{group}” is no [[constituency]] here.", group=group))
        elif kinds[group] == "worker":
            yield Problem(path, Sentence("“{group}” are staff, and staff vote for themselves.", group=group))


def peers_refer_to_what_exists(tables: Tables) -> Iterator[Problem]:
    peer = tables.peer
    if not peer.enabled:
        return
    if peer.elected_in is not None and peer.elected_in not in {layer.id for layer in tables.forum_layers}:
        wrong = Sentence("“{layer}” is no [[forum_layer]] here.", layer=peer.elected_in)
        yield Problem(("peer", "elected_in"), wrong)
    for kind in peer.not_for or ():
        if kind not in {resolution.id for resolution in tables.resolutions}:
            yield Problem(("peer", "not_for"), Sentence("“{kind}” is no [[resolution]] here.", kind=kind))


CHECKS = (
    peers_are_fully_described,
    direct_votes_displace_peers,
    standing_proxies_need_proxies,
    quebec_has_no_peer_votes,
    peers_come_from_their_own_group,
    peers_refer_to_what_exists,
)
