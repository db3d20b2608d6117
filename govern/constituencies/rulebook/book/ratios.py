"""Shares in a rulebook are texts such as "1/3" or "10%", read as exact fractions; bare decimals are refused."""

from __future__ import annotations

import re
from fractions import Fraction

from govern.errors import NotValid

SHARE = re.compile(r"(?P<over>[0-9]{1,9})/(?P<under>[1-9][0-9]{0,8})|(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,9})?)%")


def read_ratio(text: str) -> Fraction:
    """The share a text means, between 0 and 1 inclusive. Raises NotValid for anything else.

    >>> read_ratio("37.5%")
    Fraction(3, 8)
    """
    match = SHARE.fullmatch(text)
    if match is None:
        raise NotValid("“{text}” is not a share. Write it like “1/3” or “10%”, in quotation marks.", text=text)
    if match["percent"]:
        share = Fraction(match["percent"]) / 100
    else:
        share = Fraction(int(match["over"]), int(match["under"]))
    if share > 1:
        raise NotValid("“{text}” is more than the whole. A share is between 0% and 100%.", text=text)
    return share
