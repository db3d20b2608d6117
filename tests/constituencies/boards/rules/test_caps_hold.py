"""Invariants 10, 11, 12 and 17 under any sequence of elections, vacancies, co-options, changes of status and of
rules.

A model of a board keeps nothing but who sits where; the rules say who may sit, whom a change of status costs the
seat, and whether new rules can take effect. The limits are reckoned here once more, without the rules under test.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from govern.constituencies.boards import rules
from govern.constituencies.boards.rules import Holder, HowFilled
from govern.constituencies.rulebook.book import Rulebook, example, load
from govern.errors import GovernError

ROOT = UUID(int=9)
COLNE = example("colne_valley_like")
#: The cap of a third on nine seats, a stricter one, a looser one, and one that counts the seats filled.
BOOKS = [
    load(COLNE),
    load(COLNE.replace('max = "1/3" ', 'max = "1/4" ')),
    load(COLNE.replace('max = "1/3" ', 'max = "1/2" ')),
    load(COLNE.replace('of = "established"\nrounding = "floor"\non_breach = "block_appointment"',
                       'of = "filled"\nrounding = "floor"\non_breach = "alert"')),
]  # fmt: skip
LIMITS = [3, 2, 4, None]
PEOPLE = [f"p{n}" for n in range(14)]
GROUPS = ("users", "staff", "volunteers")

person = st.sampled_from(PEOPLE)
sits = st.tuples(st.just("sit"), person, st.sampled_from(["users", "staff", "any"]), st.sampled_from(list(HowFilled)))
#: Sitting comes often, so that a board is full and a limit is tried more than once in a walk.
steps = st.one_of(
    *(sits for _ in range(6)),
    st.tuples(st.just("leave"), person),
    st.tuples(st.just("volunteer"), person),
    st.tuples(st.just("move"), person, st.sampled_from(GROUPS)),
    st.tuples(st.just("rules"), st.integers(0, len(BOOKS) - 1)),
)


class Model:
    """A board of nine, and what is true of fourteen people."""

    def __init__(self) -> None:
        self.book, self.limit = BOOKS[0], LIMITS[0]
        self.groups = {name: GROUPS[at % 3] for at, name in enumerate(PEOPLE)}
        self.volunteers = {name for name in PEOPLE if self.groups[name] == "volunteers"}
        self.seats: dict[str, tuple[str, HowFilled, date]] = {}
        self.day = date(2026, 1, 1)
        self.over_when_adopted = False

    def holder(self, name: str) -> Holder:
        seat, how, since = self.seats[name]
        return self.somebody(name, seat, how, since)

    def somebody(self, name: str, seat: str, how: HowFilled, since: date) -> Holder:
        group = self.groups[name]
        attributes = {"volunteer"} if name in self.volunteers or group == "volunteers" else set()
        return Holder(uuid5(ROOT, name), name, seat, frozenset({group}), frozenset(attributes), how, since)

    def board(self) -> list[Holder]:
        return [self.holder(name) for name in self.seats]

    def take(self, step: tuple[object, ...]) -> None:
        self.day += timedelta(days=1)
        match step:
            case ("sit", str(name), str(seat), HowFilled() as how):
                try:
                    rules.may_sit(self.book, "board", self.board(), self.somebody(name, seat, how, self.day), None)
                except GovernError:
                    return
                assert name not in self.seats, "nobody holds two seats (invariant 17)"
                self.seats[name] = (seat, how, self.day)
            case ("leave", str(name)):
                self.seats.pop(name, None)
            case ("volunteer", str(name)):
                self.change(lambda: self.volunteers.symmetric_difference_update({name}))
            case ("move", str(name), str(group)):
                self.change(lambda: self.groups.update({name: group}))
            case ("rules", int(at)):
                if rules.over_caps(BOOKS[at], "board", self.board()) == ():  # invariant 13: else it waits
                    self.book, self.limit = BOOKS[at], LIMITS[at]

    def change(self, happens: object) -> None:
        before = self.board()
        assert callable(happens)
        happens()
        for vacated in rules.vacated_by(self.book, "board", before, self.board()):
            del self.seats[vacated.holder.name]


@settings(max_examples=100, deadline=None)
@given(st.lists(steps, min_size=40, max_size=80))
def test_invariant_10_volunteers_never_hold_more_than_their_share(taken: list[tuple[object, ...]]) -> None:
    model = Model()
    for step in taken:
        model.take(step)
        volunteers = [h for h in model.board() if "volunteer" in h.attributes]
        if model.limit is not None:
            assert len(volunteers) <= model.limit
        for row in model.book.seats_of("board"):
            assert sum(h.constituency == row.constituency for h in model.board()) <= row.count
        for one in model.board():
            assert one.constituency in ("any", *one.groups), "a reserved seat is its group's (invariant 15)"


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=40), st.integers(0, len(BOOKS) - 1))
def test_invariant_13_rules_to_come_name_every_cap_the_board_would_break(
    taken: list[tuple[object, ...]], coming: int
) -> None:
    model = Model()
    for step in taken:
        model.take(step)
    volunteers = sum("volunteer" in h.attributes for h in model.board())
    limit = LIMITS[coming] if LIMITS[coming] is not None else len(model.seats) // 3
    assert limit is not None
    over = rules.over_caps(BOOKS[coming], "board", model.board())
    assert bool(over) is (volunteers > limit)
    if over:
        assert len(over[0].counted) == volunteers and over[0].limit == limit


def _with_quota(minimum: str) -> Rulebook:
    text = example("principal_supporting").replace('min = "2/3"', f'min = "{minimum}"')
    return load(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["principal", "supporting"]), st.booleans()), max_size=12))
def test_a_quota_that_refuses_can_always_still_be_met(arrivals: list[tuple[str, bool]]) -> None:
    book = _with_quota("2/3")
    there: list[Holder] = []
    for number, (group, leaves) in enumerate(arrivals):
        if leaves and there:
            there.pop()
            continue
        one = Holder(uuid5(ROOT, str(number)), str(number), group, frozenset({group}), frozenset())
        try:
            rules.may_sit(book, "board", there, one, None)
        except GovernError:
            continue
        there.append(one)
        principals = sum(h.constituency == "principal" for h in there)
        assert principals + (8 - len(there)) >= 6


def test_a_change_of_status_costs_the_seat_only_of_whoever_changed() -> None:
    model = Model()
    for name in ("p0", "p3", "p1", "p4", "p2", "p5", "p8"):
        seat = {"users": "users", "staff": "staff"}.get(model.groups[name], "any")
        model.take(("sit", name, seat, HowFilled.ELECTED))
    assert len(model.seats) == 7
    model.take(("volunteer", "p1"))
    assert "p1" not in model.seats and {"p2", "p5", "p8"} <= set(model.seats)
