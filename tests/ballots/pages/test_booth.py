"""A seat at the booth: what a browser keeps, and what a form holds, is for one seat and no other."""

from __future__ import annotations

from itertools import combinations
from uuid import UUID

import msgspec

from govern.ballots.pages.booth import Seat
from govern.ballots.pages.directing import DirectingSeat
from govern.ballots.pages.practising import PracticeSeat
from govern.ballots.queries import Beside
from govern.ballots.rules.supporting import Way
from govern.web.visitor import Look, Visitor

ONE, OTHER, VOTE = UUID(int=1), UUID(int=2), UUID(int=3)
ANN = Visitor(ONE, "Ann Lloyd", "Ann", "en", Look(), frozenset(), UUID(int=9), b"s", False, False)
HELPED = Beside(way=Way.BESIDE, id=UUID(int=4), voter_id=OTHER, voter="Ben", first_name="Ben")
CALLED = Beside(way=Way.TELEPHONE, id=UUID(int=5), voter_id=OTHER, voter="Ben", first_name="Ben")
SEATS = (
    Seat(ANN, VOTE),
    Seat(ANN, OTHER),
    Seat(ANN, VOTE, HELPED),
    Seat(ANN, VOTE, CALLED),
    Seat(ANN, VOTE, way="peer"),
    Seat(ANN, VOTE, way="proxy"),
    DirectingSeat(ANN, VOTE, appointment_id=UUID(int=6)),
    DirectingSeat(ANN, VOTE, appointment_id=UUID(int=7)),
    PracticeSeat(ANN, UUID(int=0)),
)


def test_no_two_seats_share_an_address_a_cookie_or_what_is_sealed_for_them() -> None:
    for one, other in combinations(SEATS, 2):
        assert one.stem != other.stem and one.cookie != other.cookie
        for what in ("draft", "envelope"):
            assert one.purpose(what) != other.purpose(what)


def test_what_is_sealed_at_a_seat_is_for_one_visitor_and_one_use() -> None:
    another = msgspec.structs.replace(ANN, person_id=OTHER)
    acting = msgspec.structs.replace(ANN, acts_for=OTHER)
    for seat in SEATS:
        assert seat.purpose("draft") != seat.purpose("envelope")
        assert seat.purpose("draft") != msgspec.structs.replace(seat, visitor=another).purpose("draft")
    assert Seat(acting, VOTE).purpose("draft") not in (Seat(ANN, VOTE).purpose("draft"), SEATS[0].purpose("draft"))


def test_the_voter_is_who_sits_there_or_whom_they_help() -> None:
    assert [seat.voter_id for seat in SEATS[:4]] == [ONE, ONE, OTHER, OTHER]
