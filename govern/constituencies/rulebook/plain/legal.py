"""What the legal form brings with it (mechanism M81): decisions that statutes fix, registers to keep, papers to file.

Sources: Companies Act 2006 (ss113, 162, 275, 283, 790M, 853A), Co-operative and Community Benefit Societies Act 2014
(ss16, 30, 89, 111, 113), Community Interest Company Regulations 2005 (reg 26), Charities Act 2011 (ss163, 169, 226).
Forms outside Britain have what our examples of them cite; what else their law asks is said to be asked there.
"""

from __future__ import annotations

import msgspec

from govern.constituencies.rulebook.book import Rulebook
from govern.sentences import Sentence

SPECIAL = Sentence("a special resolution of 75% for the articles and the name (Companies Act 2006, section 283)")
AMALGAMATION = Sentence("two thirds and a second meeting to join another society (Act of 2014, section 111)")
CONVERSION = Sentence(
    "three quarters, a turnout of one half and a second meeting to become a company (Act of 2014, section 113)"
)
RULES_REGISTERED = Sentence("a change of rules holds once it is registered (Act of 2014, section 16)")
CIO_RESOLUTION = Sentence("75% of votes cast to change the constitution (Charities Act 2011, section 224)")

MEMBERS_OF_COMPANY = Sentence("register of members (Companies Act 2006, section 113)")
DIRECTORS = Sentence("register of directors (Companies Act 2006, section 162)")
CONTROL = Sentence("register of people with significant control (Companies Act 2006, section 790M)")
MEMBERS_OF_SOCIETY = Sentence(
    "register of members and officers, and a duplicate for inspection (Act of 2014, section 30)"
)
MEMBERS_OF_CIO = Sentence("registers of members and of trustees (General Regulations 2012)")
LIST_OF_MEMBERS = Sentence("a list of members, as the rules say")

CONFIRMATION = Sentence("confirmation statement (CS01) and accounts to Companies House")
CIC_REPORT = Sentence("community interest report (CIC34) with the accounts")
ANNUAL_RETURN = Sentence("annual return (AR30) to the Financial Conduct Authority within 7 months")
CHARITY_RETURN = Sentence("annual return to the Charity Commission within 10 months")
ABROAD = Sentence("what the law of its country asks; take advice there")

COMPANY = ((SPECIAL,), (MEMBERS_OF_COMPANY, DIRECTORS, CONTROL), (CONFIRMATION,))
SOCIETY = ((AMALGAMATION, CONVERSION, RULES_REGISTERED), (MEMBERS_OF_SOCIETY,), (ANNUAL_RETURN,))
ELSEWHERE = ((ABROAD,), (ABROAD,), (ABROAD,))

#: Legal form -> statutory decisions, registers, filings.
BRINGS: dict[str, tuple[tuple[Sentence, ...], tuple[Sentence, ...], tuple[Sentence, ...]]] = {
    "cooperative_society": SOCIETY,
    "community_benefit_society": SOCIETY,
    "company_limited_by_guarantee": COMPANY,
    "cooperative_company": COMPANY,
    "cic": (COMPANY[0], COMPANY[1], (CONFIRMATION, CIC_REPORT)),
    "cio": ((CIO_RESOLUTION,), (MEMBERS_OF_CIO,), ()),
    "unincorporated_cooperative": ((), (LIST_OF_MEMBERS,), ()),
    "it_cooperativa_sociale_a": ELSEWHERE,
    "it_cooperativa_sociale_b": ELSEWHERE,
    "qc_cooperative_solidarite": ELSEWHERE,
    "fr_scic": ELSEWHERE,
}


class LegalPart(msgspec.Struct, frozen=True):
    """One part of what the law asks: what falls away, what is new, what stays."""

    title: Sentence
    gone: tuple[Sentence, ...]
    new: tuple[Sentence, ...]
    same: tuple[Sentence, ...]


class LegalChange(msgspec.Struct, frozen=True):
    """What a change of the legal form, or of being a charity, changes in law."""

    parts: tuple[LegalPart, ...]


def legal_change(before: Rulebook, after: Rulebook) -> LegalChange | None:
    """What changes in law between two rulebooks; None where form and charity stay as they are."""
    old, new = before.society, after.society
    if (old.legal_form, old.charity) == (new.legal_form, new.charity):
        return None
    titles = (Sentence("Decisions that the law fixes"), Sentence("Registers to keep"), Sentence("What is filed"))
    return LegalChange(
        tuple(
            LegalPart(
                title,
                tuple(one for one in was if one not in becomes),
                tuple(one for one in becomes if one not in was),
                tuple(one for one in becomes if one in was),
            )
            for title, was, becomes in zip(titles, _brings(before), _brings(after), strict=True)
        )
    )


def _brings(book: Rulebook) -> tuple[tuple[Sentence, ...], ...]:
    decisions, registers, filings = BRINGS[book.society.legal_form]
    return decisions, registers, (*filings, *((CHARITY_RETURN,) if book.society.charity else ()))
