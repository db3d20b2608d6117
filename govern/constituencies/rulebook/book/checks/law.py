"""The legal form and what follows from it: where it exists, charities, returns, notice, how long minutes are kept."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govern.constituencies.rulebook.book.problems import Problem
from govern.constituencies.rulebook.book.tables import Tables
from govern.sentences import Sentence

COUNTRIES = {"it": "italy", "qc": "quebec", "fr": "france"}
BRITISH = ("england", "wales", "scotland", "northern_ireland", "england_and_wales", "united_kingdom")
COMPANIES = {"company_limited_by_guarantee", "cooperative_company", "cic"}
RETURNS = {"AR30": "fca", "CS01": "companies_house"}
#: Companies Act 2006: 14 clear days (s307), nine tenths agree to less (s307), ten years of minutes (s248, s355).
COMPANY_DAYS, COMPANY_SHORT, COMPANY_YEARS = 14, Fraction(9, 10), 10
#: Companies Act 2006 s157; beyond 25 a youngest age would keep out whom the society is for.
YOUNGEST_DIRECTOR, OLDEST = 16, 25
#: Co-operative and Community Benefit Societies Act 2014 s89: the return within seven months of the year's end.
SOCIETY_MONTHS = 7


def the_form_exists_in_the_country(tables: Tables) -> Iterator[Problem]:
    form, country = tables.society.legal_form, tables.society.jurisdiction
    right = COUNTRIES.get(form.partition("_")[0])
    if right is not None and country != right:
        wrong = Sentence("This legal form exists in “{right}” only. Write that, or another form.", right=right)
        yield Problem(("society", "jurisdiction"), wrong)
    if right is None and form != "unincorporated_cooperative" and country not in BRITISH:
        wrong = Sentence("This legal form exists in: {right}. Write one of them, or another form.", right=BRITISH)
        yield Problem(("society", "jurisdiction"), wrong)


def ages_are_years(tables: Tables) -> Iterator[Problem]:
    """Nobody under 16 is a director (Companies Act 2006, section 157)."""
    if not 0 < tables.society.member_age <= OLDEST:
        wrong = Sentence("Write the youngest age of members in years, from 1 to {most}.", most=OLDEST)
        yield Problem(("society", "member_age"), wrong)
    if not YOUNGEST_DIRECTOR <= tables.society.director_age <= OLDEST:
        wrong = Sentence(
            "Write the youngest age of those who sit on a body, from {least} to {most}.",
            least=YOUNGEST_DIRECTOR, most=OLDEST,
        )  # fmt: skip
        yield Problem(("society", "director_age"), wrong)


def charities_are_what_they_can_be(tables: Tables) -> Iterator[Problem]:
    """A CIC cannot be a charity (Act of 2004, section 26); a CIO is one (Charities Act 2011, section 204)."""
    form, charity = tables.society.legal_form, tables.society.charity
    if form == "cic" and charity:
        wrong = Sentence("A community interest company cannot be a charity. Write charity = false.")
        yield Problem(("society", "charity"), wrong)
    if form == "cio" and not charity:
        wrong = Sentence("A charitable incorporated organisation is a charity. Write charity = true.")
        yield Problem(("society", "charity"), wrong)


def returns_go_to_their_regulator(tables: Tables) -> Iterator[Problem]:
    filing = tables.filing
    needed = RETURNS.get(filing.annual_return)
    if needed is not None and needed not in filing.regulators:
        wrong = Sentence(
            "The return {name} goes to “{regulator}”. Add it to the regulators.",
            name=filing.annual_return, regulator=needed,
        )  # fmt: skip
        yield Problem(("filing", "regulators"), wrong)
    if "none" in filing.regulators and len(filing.regulators) > 1:
        wrong = Sentence("“none” stands alone. Take it out, or the others.")
        yield Problem(("filing", "regulators"), wrong)
    if filing.annual_return == "AR30" and not 0 < filing.due_months <= SOCIETY_MONTHS:
        wrong = Sentence("The law asks for this return within {months} months.", months=SOCIETY_MONTHS)
        yield Problem(("filing", "due_months"), wrong)


def societies_report_to_their_register(tables: Tables) -> Iterator[Problem]:
    form, regulators = tables.society.legal_form, tables.filing.regulators
    if form in ("cooperative_society", "community_benefit_society") and "fca" not in regulators:
        yield Problem(("filing", "regulators"), Sentence("A society reports to “fca”. Add it."))
    if form in COMPANIES and "companies_house" not in regulators:
        yield Problem(("filing", "regulators"), Sentence("A company reports to “companies_house”. Add it."))


def companies_keep_the_companies_act(tables: Tables) -> Iterator[Problem]:
    if tables.society.legal_form not in COMPANIES:
        return
    for key in ("agm_days", "gm_days"):
        if getattr(tables.notice, key) < COMPANY_DAYS:
            wrong = Sentence("A company gives {days} days' notice at least (Companies Act 2006).", days=COMPANY_DAYS)
            yield Problem(("notice", key), wrong)
    if tables.notice.short_notice_share < COMPANY_SHORT:
        wrong = Sentence("Shorter notice needs at least 90% in a company (Companies Act 2006). Write “9/10”.")
        yield Problem(("notice", "short_notice_share"), wrong)
    if tables.minutes.keep_years < COMPANY_YEARS:
        wrong = Sentence("A company keeps minutes for {years} years (Companies Act 2006).", years=COMPANY_YEARS)
        yield Problem(("minutes", "keep_years"), wrong)


CHECKS = (
    the_form_exists_in_the_country,
    ages_are_years,
    charities_are_what_they_can_be,
    returns_go_to_their_regulator,
    societies_report_to_their_register,
    companies_keep_the_companies_act,
)
