"""The ballots that the tests of the second verifier look at: a whole meeting, and one of four voters."""

from __future__ import annotations

from functools import cache

from govern.ballots.verifier.reading import Plain, spelled
from tests.ballots.verifier.building import (
    SEED,
    Document,
    Files,
    World,
    contest,
    election_rule,
    hashed,
    resolution_rule,
    thirty,
)

GROUPS: list[Plain] = [
    {"id": "users", "weight": "2/5", "barred": False},
    {"id": "staff", "weight": "3/10", "barred": False},
    {"id": "volunteers", "weight": "3/10", "barred": False},
]
UNWEIGHTED: list[Plain] = [{"id": g, "barred": False} for g in ("users", "staff", "volunteers")]


def entry(name: str, **more: Plain) -> Document:
    return {"contest": name, "present": {}, "withdrawn": [], "caps": [], "floors": [], **more}


def a_meeting() -> World:
    """Three weighted groups, two resolutions and a ranked election of two with a cap of one volunteer more; every way
    of voting: envelopes again, a shared paper of two proxies, a peer, the room, papers, a strike and a test."""
    weighted: Document = {
        **resolution_rule(basis="college_weighted"),
        "groups": GROUPS,
        "colleges": {"result": "proportional", "vacant": "redistribute", "silent": "count_against", "ceiling": "1/2"},
    }
    heads: Document = {
        **resolution_rule(op="ge", of="2/3", each_class={"op": "gt", "of": "1/2"}),
        "groups": UNWEIGHTED,
    }
    cap: Document = {"id": "volunteer-board", "limit": 3, "places": 9, "options": ["board-1", "board-2"]}
    contests = [
        contest("m1", "resolution", 2, "resolution", weighted),
        contest("m2", "resolution", 2, "resolution", heads),
        contest("board", "ranking", 4, "stv", election_rule(cap), seats=2),
    ]
    names = ("m1", "m2", "board")
    facts: Document = {
        "seed": spelled(SEED),
        "order": ["m1", "m2", "board"],
        "quorum": {"of": "meeting", "counted": 7, "required": 5, "quorate": True},
        "contests": [entry("m1"), entry("m2"), entry("board", caps=[{"id": "volunteer-board", "held": 2}])],
    }
    world = World(contests, {"users": (6, names), "staff": (4, names), "volunteers": (4, names)}, facts)
    users, staff, volunteers = (world.people(style) for style in ("users", "staff", "volunteers"))
    _cast(world, users, staff, volunteers)
    return world


def _cast(world: World, users: list[str], staff: list[str], volunteers: list[str]) -> None:
    yes, no, blank = (1,), (2,), ()
    some = world.add("appoint", handle=users[3], channel="proxy_directed", holder_hash=hashed("p1"), contests=["m1"])
    rest = world.add(
        "appoint", handle=users[3], channel="proxy_free", holder_hash=hashed("p2"), contests=["m2", "board"]
    )
    peer = world.add("appoint", handle=users[4], channel="peer", holder_hash=hashed("p3"))
    gone = world.add("appoint", handle=staff[3], channel="peer", holder_hash=hashed("p3"))
    world.vote(users[0], m1=no, m2=no, board=(3,))
    world.vote(users[0], m1=yes, m2=yes, board=(1, 3))
    world.vote(users[1], m1=yes, m2=yes, board=(1, 2, 3))
    world.test(users[2], m1=no, m2=no, board=(4,))
    world.vote(users[2], m1=no, m2=blank, board=(2, 1))
    world.head()
    world.vote(users[3], "proxy_directed", some, m1=yes)
    world.vote(users[3], "proxy_free", rest, m2=yes, board=(1, 4))
    world.vote(users[4], "peer", peer, m1=yes, m2=no, board=(2, 3))
    world.vote(staff[3], "peer", gone, m1=yes, m2=yes, board=(3, 4))
    world.add("revoke", authority=gone)
    world.vote(staff[0], m1=yes, m2=yes, board=(3, 4))
    world.vote(staff[1], m1=no, m2=yes, board=(3,))
    world.add("arrive", handle=staff[1])
    world.add("arrive", handle=staff[2])
    world.add("taken")
    world.vote(staff[2], "room", m1=yes, m2=yes, board=thirty("resolution", yes))
    world.vote(volunteers[0], m1=no, m2=yes, board=(2, 4))
    world.vote(volunteers[1], m1=no, m2=yes, board=(4, 3))
    world.vote(volunteers[2], m1=yes, m2=no, board=(1,))
    world.add("strike", handle=volunteers[2], reason="left", officers=["o1", "o2"])
    world.add("paper-in", handle=volunteers[3], batch="b1")
    world.add("paper-in", handle=users[5], batch="b1")
    world.add("paper-in", handle=users[2], batch="b1")
    world.add("incident", text_hash=hashed("the hall was dark"))
    world.add("close")
    world.vote(users[5], m1=no, m2=no, board=(4,))
    for style, missing, marks in (("users", 1, None), ("volunteers", 0, (yes, yes, (4, 2)))):
        slips: list[Plain] = []
        for name, kind, one in zip(
            ("m1", "m2", "board"), ("resolution", "resolution", "ranking"), marks or ((),) * 3, strict=True
        ):
            slips.append({"contest": name, "slips": [spelled(thirty(kind, one))] if marks else [], "spoilt": 0})
        batch: Document = {"batch": "b1", "style": style, "papers": 1, "missing": missing, "slips": slips}
        world.add("paper-batch", **batch, tellers=["teller1", "teller2"])


@cache
def a_whole_bundle() -> Files:
    return a_meeting().finish()


@cache
def a_small_bundle() -> Files:
    """Four voters in two groups, one resolution and one ranking: small enough for many mutants."""
    heads: Document = {**resolution_rule(), "groups": UNWEIGHTED[:2]}
    contests = [
        contest("m1", "resolution", 2, "resolution", heads),
        contest("chair", "ranking", 3, "av", election_rule()),
    ]
    facts: Document = {
        "seed": spelled(SEED),
        "order": ["m1", "chair"],
        "quorum": {"of": "ballot", "required": 2},
        "contests": [entry("m1"), entry("chair")],
    }
    world = World(contests, {"users": (3, ("m1", "chair")), "staff": (2, ("m1", "chair"))}, facts)
    users, staff = world.people("users"), world.people("staff")
    free = world.add("appoint", handle=users[2], channel="proxy_free", holder_hash=hashed("p1"))
    world.vote(users[0], m1=(2,), chair=(2,))
    world.vote(users[0], m1=(1,), chair=(2, 1))
    world.head()
    world.test(users[1], m1=(2,), chair=(3,))
    world.vote(users[1], m1=(1,), chair=(1, 2))
    world.vote(users[2], "proxy_free", free, m1=(2,), chair=(3, 2))
    world.vote(staff[0], m1=(1,), chair=(3,))
    world.add("paper-in", handle=staff[1], batch="b1")
    world.add("close")
    slips: list[Plain] = [
        {"contest": "m1", "slips": [spelled(thirty("resolution", (2,)))], "spoilt": 0},
        {"contest": "chair", "slips": [], "spoilt": 1},
    ]
    batch: Document = {"batch": "b1", "style": "staff", "papers": 1, "missing": 0, "slips": slips}
    world.add("paper-batch", **batch, tellers=["teller1", "teller2"])
    return world.finish()
