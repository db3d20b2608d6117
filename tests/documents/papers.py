"""One paper with every kind of block, for the tests of the printers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from govern.documents import (
    Blank,
    Boxes,
    Bullets,
    Decision,
    Document,
    EasyRow,
    Facts,
    Heading,
    Numbered,
    Outcome,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    SignatureLine,
    Signatures,
    Table,
    labels_in,
)
from govern.documents.pictures import Caption, ShareBar, ShareWords, share_strip
from govern.sentences import ENGLISH

MADE_ON = date(2026, 12, 1)
BARS = (
    ShareBar("People supported", 1, Fraction(30), Fraction("37.5"), Fraction("28.125"), "28.125 for, of 37.5"),
    ShareBar("Staff", 2, Fraction(40), Fraction(50), Fraction(20), "20 for, of 50"),
    ShareBar("Volunteers", 3, Fraction(10), Fraction("12.5"), Fraction("6.25"), "6.25 for, of 12.5"),
    ShareBar("Public bodies", 4, Fraction(20), Fraction(0), Fraction(0)),
)


def strip() -> str:
    said = ShareWords("In the rules", "In this vote", Caption("Shares of 100."))
    return share_strip(BARS, base=Fraction(100), words=said, prefix="strip")


def declaration(language: str = "en", title: str = "Should Tŷ Nant open on Saturdays?") -> Document:
    """The declaration of domain.md W1, with a block of every other kind after it."""
    return Document(
        title=title,
        language=language,
        society_name="Tair Nant Care Co-operative",
        society_number="RS1234",
        number="2026-4-2",
        made_on=MADE_ON,
        audit_hash="3f2a" * 16,
        rules_version="7",
        labels=labels_in(ENGLISH, made_on=MADE_ON),
        blocks=(
            Outcome("Yes. Tŷ Nant will open on Saturdays.", "54.375 of 100 were for. More than half was needed."),
            Heading("Why 54.375"),
            Paragraph((Run("121 people voted. "), Run("Gwilym Hâf", strong=True), Run(" declared this."))),
            Paragraph((Run("Read "), Run("the rules", link="https://tairnant.example/rules"), Run("."))),
            Facts((("When", "Friday 27 November"), ("Where", "Neuadd Pont-y-gof"))),
            Table(
                "Votes by group",
                ("Group", "Yes", "No", "Share", "For"),
                (
                    ("People supported", "60", "20", "37.5", "28.125"),
                    ("Staff", "12", "18", "50", "20"),
                    ("Volunteers", "5", "5", "12.5", "6.25"),
                ),
                numeric=frozenset({1, 2, 3, 4}),
                footer=("All together", "77", "43", "100", "54.375"),
            ),
            Picture(strip(), "Shares of 100: people supported 30.", "How the 100 is shared."),
            Decision("Open the house on Saturdays."),
            Heading("What happens now", 3),
            Bullets(("The manager plans the hours.", "She reports to the forum.")),
            Numbered(("Write to everybody.", "Ask for ŵ and ŷ.")),
            Numbered(("Begin again.",)),
            Boxes(("Yes, open", "No, stay closed")),
            Blank("Your name", 2),
            Signatures((SignatureLine("Returning officer", "Gwilym Hâf", "Date"), SignatureLine("Chair"))),
            PageBreak(),
            EasyRow("We talked about Saturdays.", strip()),
            EasyRow("We said yes."),
        ),
    )
