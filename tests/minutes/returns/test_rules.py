"""Days counted by hand: when the rules and the law want what, and how each thing stands."""

from __future__ import annotations

from datetime import date

import pytest

from govern.constituencies.rulebook.book import Rulebook, example, load
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.minutes.returns.rules import (
    Drawn,
    Duty,
    Ending,
    Held,
    Owed,
    SocietyYear,
    Standing,
    check_done_on,
    law,
    months_after,
    terms,
    to_tick,
    with_ticks,
    within,
    year_ending,
    year_of,
    years_between,
    years_to_plan,
)
from govern.minutes.returns.rules.registers import check_inspection
from govern.sentences import Sentence

TODAY = date(2026, 11, 9)
YEAR = SocietyYear(date(2025, 4, 1), date(2026, 3, 31))


def tair_nant(*changes: tuple[str, str]) -> Rulebook:
    text = example("tair_nant")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return load(text)


def by_key(duties: object) -> dict[str, Duty]:
    return {one.key: one for one in duties}  # type: ignore[attr-defined]


def test_a_financial_year_ends_where_the_rules_say() -> None:
    assert year_of("03-31", date(2026, 3, 31)) == YEAR
    assert year_of("03-31", date(2026, 4, 1)).last == date(2027, 3, 31)
    assert year_of("02-29", date(2027, 1, 1)) == SocietyYear(date(2026, 3, 1), date(2027, 2, 28))
    assert year_ending("03-31", date(2026, 3, 31)) == YEAR and year_ending("03-31", date(2026, 3, 30)) is None
    assert [year.last.year for year in years_between("12-31", date(2024, 5, 1), date(2026, 12, 31))] == [
        2024,
        2025,
        2026,
    ]


def test_months_from_the_end_of_a_month_end_with_a_month() -> None:
    assert months_after(date(2026, 3, 31), 7) == date(2026, 10, 31)
    assert months_after(date(2026, 6, 30), 7) == date(2027, 1, 31)
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 4, 5), 9) == date(2027, 1, 5)
    assert months_after(date(2026, 1, 15), -3) == date(2025, 10, 15)


def test_the_annual_meeting_is_due_by_the_rules_or_with_the_return_or_within_the_year() -> None:
    due, _, rule = law.agm_day(tair_nant(), YEAR)
    assert due == date(2026, 10, 31) and str(rule).startswith("Rule ")
    own = tair_nant(("agm_days = 14", "agm_days = 14\nagm_months = 6"))
    assert law.agm_day(own, YEAR)[0] == date(2026, 9, 30)
    assert law.agm_day(own, YEAR)[2] != rule
    neither = tair_nant(('annual_return = "AR30"', 'annual_return = "none"'), ("due_months = 7", "due_months = 0"))
    assert law.agm_day(neither, YEAR)[0] == date(2027, 3, 31)


def test_the_annual_meeting_is_done_by_the_first_after_the_years_end() -> None:
    def agm(*days: date) -> Duty:
        return next(law.annual_meetings(tair_nant(), [YEAR], Held(agms=days)))

    assert agm(date(2026, 3, 31)).done_on is None
    assert agm(date(2026, 9, 12), date(2026, 6, 1)).done_on == date(2026, 6, 1)
    assert agm(date(2027, 4, 1)).done_on is None
    assert agm().standing(TODAY) is Standing.LATE and agm().days_late(TODAY) == 9
    last_day = date(2026, 10, 31)
    assert agm().standing(last_day) is Standing.SOON and agm().days_late(last_day) == 0


def test_general_meetings_and_those_of_a_body_are_counted_in_their_year() -> None:
    book = tair_nant(("agm_days = 14", "agm_days = 14\nmin_general_meetings = 3"))
    held = Held(agms=(date(2025, 6, 1),), general=(date(2025, 9, 1), date(2026, 2, 1), date(2026, 5, 1)))
    (year,) = law.general_meetings(book, [YEAR], held)
    assert year.done_on == date(2026, 2, 1) and "3 of 3" in str(year.words)
    (short,) = law.general_meetings(book, [YEAR], Held(general=held.general[:1]))
    assert short.done_on is None and short.due_on == YEAR.last
    assert list(law.general_meetings(tair_nant(), [YEAR], held)) == []


def test_the_meetings_of_a_board_are_spread_over_the_year() -> None:
    book = tair_nant(('kind = "board"', 'kind = "board"\nmeets_per_year = 4'))
    held = Held(bodies={"board": (date(2025, 5, 1), date(2025, 8, 1), date(2026, 4, 2))})
    found = list(law.meetings_of_bodies(book, [YEAR], held, {}))
    assert [one.due_on for one in found] == [
        date(2025, 6, 30),
        date(2025, 9, 30),
        date(2025, 12, 31),
        date(2026, 3, 31),
    ]
    assert [one.done_on for one in found] == [date(2025, 5, 1), date(2025, 8, 1), None, None]


def test_a_society_sends_its_return_within_seven_months() -> None:
    found = by_key(law.annual_returns(tair_nant(), [YEAR], {}, {}))
    assert set(found) == {"return-2026-03-31"}
    assert found["return-2026-03-31"].due_on == date(2026, 10, 31)
    assert "section 89" in " ".join(str(one) for one in found["return-2026-03-31"].cites)
    sent = by_key(law.annual_returns(tair_nant(), [YEAR], {YEAR.last: date(2026, 10, 1)}, {}))
    assert sent["return-2026-03-31"].standing(TODAY) is Standing.DONE


def test_a_company_sends_accounts_a_statement_and_as_cic_its_report() -> None:
    book = tair_nant(
        ('legal_form = "cooperative_society"', 'legal_form = "cic"'),
        ('regulators = ["fca"]', 'regulators = ["companies_house", "charity_commission"]'),
        ('annual_return = "AR30"', 'annual_return = "CS01"'),
        ("due_months = 7", "due_months = 0"),
    )
    found = by_key(law.annual_returns(book, [YEAR], {}, {}))
    assert {key: one.due_on for key, one in found.items()} == {
        "accounts-2026-03-31": date(2026, 12, 31),
        "cic34-2026-03-31": date(2026, 12, 31),
        "charity-2026-03-31": date(2027, 1, 31),
        "statement-first": None,
    }
    assert found["statement-first"].standing(TODAY) is Standing.NO_DAY
    again = by_key(law.annual_returns(book, [YEAR], {}, {"statement-first": date(2026, 2, 3)}))
    assert again["statement-2026-02-03"].due_on == date(2027, 2, 17)
    assert with_ticks([again["statement-first"]], {"statement-first": date(2026, 2, 3)})[0].done_on


def test_terms_end_together_and_candidates_are_called_for_before() -> None:
    until = date(2027, 5, 8)
    endings = [Ending("Mair", "board", "Board", until), Ending("Siân", "board", "Board", until)]
    found = by_key(terms.terms_of_bodies(tair_nant(), endings, {}))
    assert found["terms-board-2027-05-08"].names == ("Mair", "Siân")
    assert found["candidates-board-2027-05-08"].due_on == date(2027, 4, 3)  # 21 + 14 days before
    called = by_key(terms.terms_of_bodies(tair_nant(), endings, {"board": (date(2026, 5, 1), date(2027, 3, 1))}))
    assert called["candidates-board-2027-05-08"].done_on == date(2027, 3, 1)
    assert not any("Mair" in str(one.title) + str(one.words) for one in found.values())


def test_a_rotation_comes_a_year_after_the_last_and_only_where_thirds_retire() -> None:
    drawn = [Drawn("board", date(2026, 5, 9))]
    (found,) = terms.rotations(tair_nant(), drawn, {"board": "Board"})
    assert found.due_on == date(2027, 5, 9)
    assert list(terms.rotations(tair_nant(('rotation = "thirds"', 'rotation = "all"')), drawn, {})) == []


def test_everything_else_bears_its_rule_and_names_nobody_in_its_title() -> None:
    book, one = tair_nant(), Owed("7", "Siân asks", date(2026, 12, 1))
    end = Ending("Siân", "supported", "Supported people", date(2026, 12, 1))
    found = [
        *terms.peers(book, [end], [end]),
        *terms.facilitators(book, [Ending("Siân", "local", "Local", date(2026, 12, 1))]),
        *terms.answers(book, [one]),
        *terms.consents(book, [one]),
    ]
    assert len(found) == 5
    for duty in found:
        assert duty.cites and all(str(cite).startswith("Rule ") for cite in duty.cites)
        assert "Siân" not in f"{duty.title} {duty.words}" and any("Siân" in name for name in duty.names)


def test_what_is_late_stays_however_old_and_what_is_done_goes_after_a_year() -> None:
    def duty(key: str, due: date | None, done: date | None = None) -> Duty:
        return Duty(key=key, title=Sentence(key), words=Sentence(""), cites=(), due_on=due, done_on=done)

    all_of_them = [
        duty("old", date(2020, 1, 1)),
        duty("done long ago", date(2020, 1, 1), date(2020, 1, 1)),
        duty("done", date(2026, 1, 1), date(2026, 1, 1)),
        duty("next", date(2026, 12, 1)),
        duty("far", date(2029, 1, 1)),
        duty("no day", None),
    ]
    seen = within(all_of_them, date(2025, 11, 9), date(2027, 11, 9), TODAY)
    assert [one.key for one in seen] == ["old", "done", "next", "no day"]
    assert [one.standing(TODAY) for one in seen] == [Standing.LATE, Standing.DONE, Standing.SOON, Standing.NO_DAY]


def test_what_is_late_is_planned_since_the_first_year() -> None:
    years = years_to_plan("03-31", TODAY, date(2024, 1, 1))
    assert [year.last for year in years] == [date(n, 3, 31) for n in (2024, 2025, 2026, 2027, 2028)]


def test_only_what_is_done_outside_is_ticked_and_once() -> None:
    open_ = Duty(key="a", title=Sentence("A"), words=Sentence(""), cites=(), due_on=TODAY, tick=True)
    here = Duty(key="b", title=Sentence("B"), words=Sentence(""), cites=(), due_on=TODAY)
    assert to_tick([open_], "a") is open_
    with pytest.raises(NotAllowed):
        to_tick([open_, here], "b")
    with pytest.raises(NotFound):
        to_tick([open_], "c")
    with pytest.raises(AlreadyDone):
        to_tick(with_ticks([open_], {"a": TODAY}), "a")


def test_a_day_to_come_or_too_long_ago_is_refused() -> None:
    check_done_on(TODAY, TODAY)
    for day in (date(2026, 11, 10), date(1700, 1, 1)):
        with pytest.raises(NotValid):
            check_done_on(day, TODAY)
        with pytest.raises(NotValid):
            check_inspection("Mair", False, day, TODAY)
    with pytest.raises(NotValid, match="number"):
        check_inspection("  ", False, TODAY, TODAY)
