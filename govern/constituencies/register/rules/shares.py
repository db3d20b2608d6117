"""Shares and subscriptions: dated, perhaps a condition of belonging, and never the weight of a vote (M46)."""

from __future__ import annotations

from datetime import date

from govern.errors import NotAllowed, NotValid

MOST_PENCE = 100_000_000_000


def check_shares(number: int, pence: int, from_on: date, today: date) -> None:
    """Raises `NotValid` or `NotAllowed`."""
    if number < 1:
        raise NotValid("Type how many shares they hold, at least 1.", field="shares")
    if not 0 <= pence <= MOST_PENCE:
        raise NotValid("Type the amount in pounds, like 1 or 250.00.", field="amount")
    if from_on > today:
        raise NotAllowed("{day} has not come yet. Enter the shares on the day.", field="shares_on", day=from_on)


def pence_of(amount: str) -> int:
    """ "5,000", "£1" and "12.50" as pence. Raises `NotValid`."""
    plain = amount.replace("£", "").replace(",", "").replace(" ", "")
    pounds, point, pence = plain.partition(".")
    if not pounds.isascii() or not pounds.isdigit() or (point and not (pence.isascii() and pence.isdigit())):
        raise NotValid("Type the amount in pounds, like 1 or 250.00.", field="amount")
    if len(pence) > 2 or len(pounds) > 9:
        raise NotValid("Type the amount in pounds, like 1 or 250.00.", field="amount")
    return int(pounds) * 100 + int(pence.ljust(2, "0") if point else "0")


def pounds(pence: int) -> str:
    """1250 is "£12.50"."""
    return f"£{pence // 100:,}.{pence % 100:02}"
