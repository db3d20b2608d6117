"""Which envelope counts: the rules one by one, then random histories against a slow model."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govern.ballots.seal.documents import (
    PRECEDENCE,
    Appointed,
    Arrived,
    Attending,
    Cast,
    Channel,
    Closed,
    ContestEntry,
    ContestKind,
    Envelope,
    Incident,
    Leaf,
    Left,
    Level,
    Manifest,
    Opened,
    OptionEntry,
    PaperIn,
    Revoked,
    Sealed,
    Sealing,
    Slip,
    Struck,
    StyleEntry,
    Taken,
    Withdrawn,
    handle_from,
    ticket_of,
)
from govern.ballots.seal.envelope import APPOINTED
from govern.ballots.seal.selecting import LogOutOfOrder, Selection, Why, select, select_by, strip

OPEN = Opened(bytes(32))
ANN, BEN, CAT = (handle_from(bytes([n]) * 10) for n in (1, 2, 3))


def cast(handle: str, channel: Channel = Channel.DIRECT, authority: int | None = None, box: bytes = b"box") -> Cast:
    nonce = bytes(16)
    sealed = Sealed(bytes(32), "users", ticket_of(handle, nonce), (Slip("m1", box),))
    return Cast(Envelope(sealed, handle, nonce, channel, authority))


def counted(selection: Selection) -> dict[str, int]:
    return {entry.handle: entry.index for entry in selection.counted}


def reasons(selection: Selection) -> dict[int, tuple[Why, int]]:
    return {entry.index: (entry.why, entry.by) for entry in selection.displaced}


def test_an_empty_log_and_an_open_one_count_nothing() -> None:
    assert select([]) == select([OPEN]) == Selection((), ())


def test_the_last_direct_vote_counts() -> None:
    selection = select([OPEN, cast(ANN), cast(BEN), cast(ANN), cast(ANN)])
    assert counted(selection) == {ANN: 4, BEN: 2}
    assert reasons(selection) == {1: (Why.REPLACED, 4), 3: (Why.REPLACED, 4)}


@pytest.mark.parametrize("order", [1, -1], ids=["weakest first", "strongest first"])
def test_a_stronger_channel_wins_whichever_came_first(order: int) -> None:
    appointments = [Appointed(ANN, channel, bytes(32)) for channel in PRECEDENCE if channel in APPOINTED]
    authority = {leaf.channel: index for index, leaf in enumerate(appointments, start=1)}
    for strongest in range(len(PRECEDENCE)):
        channels = PRECEDENCE[strongest:][::-order]
        leaves: list[Leaf] = [OPEN, *appointments]
        leaves += [
            PaperIn(ANN, "b") if channel is Channel.PAPER else cast(ANN, channel, authority.get(channel))
            for channel in channels
        ]
        selection = select(leaves)
        assert [entry.channel for entry in selection.counted] == [PRECEDENCE[strongest]]
        assert {entry.why for entry in selection.displaced} <= {Why.OUTRANKED}


def test_paper_stands_where_the_manifest_puts_it() -> None:
    leaves: list[Leaf] = [OPEN, PaperIn(ANN, "b"), cast(ANN)]
    first = (Channel.PAPER, *(channel for channel in PRECEDENCE if channel is not Channel.PAPER))
    assert counted(select(leaves)) == {ANN: 2}
    selection = select(leaves, first)
    assert counted(selection) == {ANN: 1} and len(selection.papers()) == 1 and selection.electronic() == ()


def test_a_direct_vote_removes_exactly_its_own_entry_from_the_peers() -> None:
    """W12, as far as the log goes: a peer carries three, one of them votes directly."""
    leaves: list[Leaf] = [OPEN, *(Appointed(handle, Channel.PEER, b"P" * 32) for handle in (ANN, BEN, CAT))]
    leaves += [cast(handle, Channel.PEER, index) for index, handle in enumerate((ANN, BEN, CAT), start=1)]
    selection = select([*leaves, cast(BEN)])
    assert counted(selection) == {ANN: 4, BEN: 7, CAT: 6}
    assert reasons(selection) == {5: (Why.OUTRANKED, 7)}


def test_an_early_vote_dies_when_its_owner_is_there_at_the_vote() -> None:
    """W18: two check in; one votes in the room; one has left again before the vote, and their early vote stands."""
    leaves: list[Leaf] = [
        OPEN,
        cast(ANN),
        cast(BEN),
        cast(CAT),
        Arrived(ANN),
        Arrived(BEN),
        Left(BEN),
        cast(ANN, Channel.ROOM),
    ]
    selection = select([*leaves, Taken(), Closed()])
    assert counted(selection) == {ANN: 7, BEN: 2, CAT: 3}
    assert reasons(selection) == {1: (Why.ATTENDING, 8)}


def test_who_attends_and_does_not_vote_in_the_room_has_no_vote() -> None:
    leaves: list[Leaf] = [OPEN, cast(ANN), Arrived(ANN), Taken()]
    assert counted(select(leaves)) == {}
    assert counted(select(leaves, attending=Attending.KEEP)) == {ANN: 1}
    assert counted(select(leaves[:3])) == {ANN: 1}


def test_attending_ends_a_direct_vote_only() -> None:
    leaves: list[Leaf] = [
        OPEN,
        Appointed(ANN, Channel.PROXY_DIRECTED, bytes(32)),
        cast(ANN, Channel.PROXY_DIRECTED, 1),
    ]
    assert counted(select([*leaves, Arrived(ANN), Taken()])) == {ANN: 2}


def test_nothing_counts_for_a_struck_handle() -> None:
    selection = select([OPEN, cast(ANN), cast(BEN), Struck(ANN, "reason", ("a", "b")), cast(ANN), Closed()])
    assert counted(selection) == {BEN: 2}
    assert reasons(selection) == {1: (Why.STRUCK, 3), 4: (Why.STRUCK, 3)}


def test_a_strike_after_the_close_still_strikes() -> None:
    assert counted(select([OPEN, cast(ANN), Closed(), Struck(ANN, "not cast by the member", ("a", "b"))])) == {}


def test_an_envelope_after_the_close_is_in_the_log_and_does_not_count() -> None:
    selection = select([OPEN, cast(ANN), Closed(), cast(ANN), Incident(bytes(32))])
    assert counted(selection) == {ANN: 1}
    assert reasons(selection) == {3: (Why.LATE, 2)}


def test_nothing_counts_in_a_withdrawn_ballot() -> None:
    selection = select([OPEN, cast(ANN), PaperIn(BEN, "b"), Withdrawn("wrong paper")])
    assert selection.counted == ()
    assert {entry.why for entry in selection.displaced} == {Why.WITHDRAWN}


@pytest.mark.parametrize(
    ("appointment", "authority"),
    [
        (Appointed(BEN, Channel.PROXY_FREE, bytes(32)), 1),
        (Appointed(ANN, Channel.PEER, bytes(32)), 1),
        (Appointed(ANN, Channel.PROXY_FREE, bytes(32)), 0),
        (Appointed(ANN, Channel.PROXY_FREE, bytes(32)), 2),
        (Appointed(ANN, Channel.PROXY_FREE, bytes(32)), 99),
    ],
    ids=["of another member", "for another channel", "the opening", "itself", "nothing"],
)
def test_a_vote_without_its_own_appointment_does_not_count(appointment: Appointed, authority: int) -> None:
    selection = select([OPEN, appointment, cast(ANN, Channel.PROXY_FREE, authority)])
    assert selection.counted == ()
    assert [entry.why for entry in selection.displaced] == [Why.ENDED]


def test_an_appointment_made_later_does_not_reach_back() -> None:
    selection = select([OPEN, cast(ANN, Channel.PEER, 2), Appointed(ANN, Channel.PEER, bytes(32))])
    assert selection.counted == ()


@pytest.mark.parametrize("before", [True, False])
def test_a_revoked_appointment_ends_the_vote_cast_under_it(before: bool) -> None:
    vote, revocation = cast(ANN, Channel.PROXY_FREE, 1), Revoked(1)
    middle: list[Leaf] = [revocation, vote] if before else [vote, revocation]
    selection = select([OPEN, Appointed(ANN, Channel.PROXY_FREE, bytes(32)), *middle])
    assert selection.counted == ()
    assert reasons(selection) == {middle.index(vote) + 2: (Why.ENDED, middle.index(revocation) + 2)}


@pytest.mark.parametrize(
    "leaves",
    [
        [cast(ANN)],
        [OPEN, OPEN],
        [OPEN, Closed(), Closed()],
        [OPEN, Closed(), Taken()],
        [OPEN, Taken(), Taken()],
        [OPEN, Appointed(ANN, Channel.PEER, bytes(32)), Closed(), Revoked(1)],
        [OPEN, Closed(), Appointed(ANN, Channel.PEER, bytes(32))],
        [OPEN, Withdrawn("x"), cast(ANN)],
    ],
)
def test_a_log_no_honest_server_writes_is_refused(leaves: list[Leaf]) -> None:
    with pytest.raises(LogOutOfOrder):
        select(leaves)


def test_each_reason_is_a_sentence() -> None:
    log: list[Leaf] = [OPEN, cast(ANN), cast(ANN), cast(BEN), Closed(), cast(BEN), Struck(BEN, "r", ("a", "b"))]
    sentences = {entry.why: str(entry.sentence()) for entry in select(log).displaced}
    assert sentences[Why.REPLACED] == "A later vote in the same way replaced it."
    assert sentences[Why.LATE] == "It came after the close."
    assert len(set(sentences.values())) == 3


def a_manifest() -> Manifest:
    option = (OptionEntry("for", bytes(32)), OptionEntry("against", bytes(32)))
    contests = tuple(
        ContestEntry(name, ContestKind.RESOLUTION, bytes(32), option, 1, 0, "ordinary", {}, True)
        for name in ("m1", "m2")
    )
    return Manifest(
        ballot_id="b",
        society="S",
        title="T",
        contests=contests,
        styles=(
            StyleEntry("users", ("users",), Fraction(1), ("m1",)),
            StyleEntry("staff", ("staff",), Fraction(1), ("m1", "m2")),
        ),
        roll_hash=bytes(32),
        roll_size=3,
        opens=datetime(2026, 1, 1, tzinfo=UTC),
        closes=datetime(2026, 1, 2, tzinfo=UTC),
        level=Level.EVERYDAY,
        sealing=Sealing.BOX,
        attending=Attending.KEEP,
        privacy_floor=5,
        election_key=bytes(32),
        log_origin="o",
        log_key=bytes(32),
    )


def test_stripping_leaves_only_boxes_in_the_order_of_their_bytes() -> None:
    leaves: list[Leaf] = [OPEN, cast(ANN, box=b"z"), cast(BEN, box=b"old"), cast(CAT, box=b"a"), cast(BEN, box=b"m")]
    leaves += [PaperIn(handle_from(b"P" * 10), "b"), Arrived(CAT), Taken(), Closed()]
    manifest = a_manifest()
    boxes = strip(manifest, leaves, select_by(manifest, leaves))
    assert boxes == {("m1", "users"): (b"a", b"m", b"z"), ("m1", "staff"): (), ("m2", "staff"): ()}


def test_stripping_refuses_what_does_not_belong_to_the_log_or_the_ballot() -> None:
    leaves: list[Leaf] = [OPEN, cast(ANN)]
    selection = select(leaves)
    with pytest.raises(LogOutOfOrder, match="not an envelope"):
        strip(a_manifest(), [OPEN, Arrived(ANN)], selection)
    stranger = Cast(
        Envelope(Sealed(bytes(32), "users", bytes(32), (Slip("m2", b"x"),)), ANN, bytes(16), Channel.DIRECT)
    )
    with pytest.raises(LogOutOfOrder, match="not in the ballot"):
        strip(a_manifest(), [OPEN, stranger], selection)


# --- a slow model: for each handle, look at the whole log afresh for every question ---


def parts(selection: Selection) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for entry in selection.counted:
        found.setdefault(entry.handle, set()).add(entry.index)
    return found


def model(leaves: list[Leaf], precedence: tuple[Channel, ...], attending: Attending) -> dict[str, set[int]]:
    if any(isinstance(leaf, Withdrawn) for leaf in leaves):
        return {}
    closed = next((at for at, leaf in enumerate(leaves) if isinstance(leaf, Closed)), len(leaves))
    result = {}
    for handle in (ANN, BEN, CAT):
        if any(isinstance(leaf, Struck) and leaf.handle == handle for leaf in leaves):
            continue
        for channel in precedence:
            places = [
                at
                for at, leaf in enumerate(leaves[:closed])
                if channel_of(leaf, handle) is channel and may_count(leaves, at, handle, channel, attending)
            ]
            if places:
                result[handle] = {places[-1]} | other_part(leaves[:closed], places[-1], handle, attending, leaves)
                break
    return result


def other_part(start: list[Leaf], best: int, handle: str, attending: Attending, leaves: list[Leaf]) -> set[int]:
    """Of a paper that a directed and a free proxy share, the last envelope for the other questions."""
    ways = {Channel.PROXY_DIRECTED: Channel.PROXY_FREE, Channel.PROXY_FREE: Channel.PROXY_DIRECTED}
    channel = channel_of(leaves[best], handle)
    if channel not in ways:
        return set()
    mine = questions(leaves, best)
    found = [
        at
        for at, leaf in enumerate(start)
        if channel_of(leaf, handle) is ways[channel] and may_count(leaves, at, handle, ways[channel], attending)
        if mine and questions(leaves, at) and not mine & questions(leaves, at)
    ]
    return set(found[-1:])


def questions(leaves: list[Leaf], at: int) -> set[str]:
    leaf = leaves[at]
    assert isinstance(leaf, Cast) and leaf.envelope.authority is not None
    appointment = leaves[leaf.envelope.authority]
    assert isinstance(appointment, Appointed)
    return set(appointment.contests or ())


def channel_of(leaf: Leaf, handle: str) -> Channel | None:
    if isinstance(leaf, PaperIn) and leaf.handle == handle:
        return Channel.PAPER
    if isinstance(leaf, Cast) and leaf.envelope.handle == handle:
        return leaf.envelope.channel
    return None


def may_count(leaves: list[Leaf], at: int, handle: str, channel: Channel, attending: Attending) -> bool:
    leaf = leaves[at]
    if isinstance(leaf, Cast) and channel in APPOINTED:
        authority = leaf.envelope.authority
        assert authority is not None
        appointment = leaves[authority] if authority < at else None
        if not isinstance(appointment, Appointed) or (appointment.handle, appointment.channel) != (handle, channel):
            return False
        return not any(isinstance(other, Revoked) and other.authority == authority for other in leaves)
    if channel is Channel.DIRECT and attending is Attending.DISCOUNT:
        taken = [place for place, other in enumerate(leaves) if isinstance(other, Taken)]
        if taken and at < taken[0]:
            moves = [o for o in leaves[: taken[0]] if isinstance(o, Arrived | Left) and o.handle == handle]
            return not (moves and isinstance(moves[-1], Arrived))
    return True


HANDLES = st.sampled_from([ANN, BEN, CAT])
STEPS = st.one_of(
    st.builds(cast, HANDLES, st.sampled_from([Channel.DIRECT, Channel.ROOM])),
    st.builds(cast, HANDLES, st.sampled_from(sorted(APPOINTED)), st.integers(0, 12)),
    st.builds(PaperIn, HANDLES, st.just("b")),
    st.builds(
        Appointed,
        HANDLES,
        st.sampled_from(sorted(APPOINTED)),
        st.just(bytes(32)),
        st.sampled_from([None, ("m1",), ("m2",), ("m1", "m2")]),
    ),
    st.builds(Revoked, st.integers(0, 12)),
    st.builds(Arrived, HANDLES),
    st.builds(Left, HANDLES),
    st.builds(Taken),
    st.builds(Struck, HANDLES, st.just("r"), st.just(("a", "b"))),
    st.builds(Closed),
    st.builds(Withdrawn, st.just("r")),
)


@settings(max_examples=10_000 if os.environ.get("GOVERN_SOAK") else 2_000)
@given(st.lists(STEPS, max_size=18), st.permutations(PRECEDENCE).map(tuple), st.sampled_from(Attending))
def test_random_histories_select_as_the_slow_model_does(
    steps: list[Leaf], precedence: tuple[Channel, ...], attending: Attending
) -> None:
    leaves: list[Leaf] = [OPEN, *steps]
    try:
        selection = select(leaves, precedence, attending)
    except LogOutOfOrder:
        return
    assert parts(selection) == model(leaves, precedence, attending)
    everything = {at for at, leaf in enumerate(leaves) if isinstance(leaf, Cast | PaperIn)}
    assert everything == {entry.index for entry in selection.counted} ^ reasons(selection).keys()


def test_a_hundred_thousand_entries_take_about_a_second() -> None:
    handles = [handle_from(n.to_bytes(10, "big")) for n in range(80_000)]
    votes = [cast(handle) for handle in handles] + [cast(handle) for handle in handles[:20_000]]
    started = time.process_time()
    selection = select([OPEN, *votes, Closed()])
    assert time.process_time() - started < 5
    assert len(selection.counted) == 80_000 and len(selection.displaced) == 20_000
