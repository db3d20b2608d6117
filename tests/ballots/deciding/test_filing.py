"""What goes to the regulator: by which law, until when, and what everybody reads of it (domain report 2.4)."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from govern.ballots.deciding.filing import (
    LAWS,
    Copy,
    Filed,
    FilingLaw,
    How,
    last_day,
    law_of,
    stage_of,
    told_of_filing,
)

DAY = date(2026, 11, 17)
SENT = Copy(sent_on=date(2026, 11, 20), how=How.ONLINE, sent_by="Nerys")
RETURNED = replace(SENT, answered_on=date(2026, 12, 1), reasons="One signature is missing.")
REGISTERED = replace(SENT, answered_on=date(2026, 12, 5), reference="RS-4711")


def law(form: str, statutory: str | None = None, matter: str | None = None, on: date = DAY) -> FilingLaw:
    found = law_of(form, statutory, matter, on)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("form", "statutory", "matter", "id", "day", "registered_first"),
    [
        ("community_benefit_society", "ccbsa_s113", None, "ccbsa_s113_copy", date(2026, 11, 30), True),
        ("cooperative_society", "ccbsa_s111", None, "ccbsa_s111_copy", date(2026, 11, 30), True),
        ("cooperative_company", "ca2006_s283", "change_rules", "ca2006_s30_copy", date(2026, 12, 2), False),
        ("cooperative_society", None, "change_rules", "ccbsa_s16_copy", None, True),
    ],
)
def test_each_law_names_its_last_day_and_whether_the_decision_waits_for_the_register(
    form: str, statutory: str | None, matter: str | None, id: str, day: date | None, registered_first: bool
) -> None:
    found = law(form, statutory, matter)
    assert (found.id, last_day(found, DAY), found.counts_when_registered) == (id, day, registered_first)


@pytest.mark.parametrize(
    ("form", "statutory", "matter", "on"),
    [
        ("cooperative_society", None, "budget", DAY),
        ("cooperative_company", None, "change_rules", DAY),
        ("unincorporated_cooperative", None, "change_rules", DAY),
        ("cooperative_society", "ccbsa_s113", None, date(2014, 7, 31)),
    ],
)
def test_nothing_is_sent_where_no_law_of_that_day_asks_for_it(
    form: str, statutory: str | None, matter: str | None, on: date
) -> None:
    assert law_of(form, statutory, matter, on) is None


def test_every_law_says_where_it_can_be_read() -> None:
    assert all(one.source.startswith("https://www.legislation.gov.uk/") for one in LAWS)


def said(found: FilingLaw, copies: tuple[Copy, ...], today: date = DAY) -> str:
    return " ".join(str(sentence) for sentence in told_of_filing(found, DAY, copies, today))


def test_the_latest_copy_says_how_it_stands() -> None:
    assert stage_of(()) is Filed.NOT_SENT
    assert stage_of((SENT,)) is Filed.SENT
    assert stage_of((RETURNED,)) is Filed.RETURNED
    assert stage_of((RETURNED, SENT)) is Filed.SENT
    assert stage_of((RETURNED, REGISTERED)) is Filed.REGISTERED


def test_everybody_reads_until_when_it_is_sent_then_that_it_waits_then_its_reference() -> None:
    conversion = law("cooperative_society", "ccbsa_s113")
    before = said(conversion, ())
    assert "by 2026-11-30" in before and "section 113" in before and "counts only once it is registered" in before
    assert "It had to be sent by 2026-11-30" in said(conversion, (), date(2026, 12, 1))
    assert "A copy was sent on 2026-11-20" in said(conversion, (SENT,))
    assert "returned on 2026-12-01" in said(conversion, (RETURNED,))
    done = said(conversion, (RETURNED, REGISTERED))
    assert "The reference is RS-4711" in done and "only once" not in done


def test_a_company_s_resolution_is_in_force_before_the_copy_is_there() -> None:
    company = law("cic", "ca2006_s283")
    assert "Companies House by 2026-12-02" in said(company, ()) and "only once" not in said(company, ())


def test_a_change_of_rules_has_no_last_day() -> None:
    assert "names no last day" in said(law("cooperative_society", None, "change_rules"), ())
