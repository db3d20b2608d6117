"""How anything comes into a ballot's log: votes through the one caster of a process, other leaves one at a time."""

from __future__ import annotations

from govern.ballots.casting.caster import Caster, Posted, Vote, caster_of, post
from govern.ballots.casting.heads import InRecovery
from govern.ballots.casting.log import (
    Edge,
    add_leaves,
    append,
    begin_log,
    edge_as_it_is,
    held_edge,
    manifest_of,
    sign_head,
)
from govern.ballots.casting.refusing import refusal_of

__all__ = [
    "Caster",
    "Edge",
    "InRecovery",
    "Posted",
    "Vote",
    "add_leaves",
    "append",
    "begin_log",
    "caster_of",
    "edge_as_it_is",
    "held_edge",
    "manifest_of",
    "post",
    "refusal_of",
    "sign_head",
]
