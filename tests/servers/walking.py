"""Walking through every page a person can reach, as links lead, one page for each kind of address."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

VARYING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b\d+\b|(?<=sign-in/link/)[^/]+|(?<=set-up/)[^/]+")
LEFT_ALONE = re.compile(
    r"\.(pdf|docx|ics|csv|json|toml|txt|md|py|pyz|zip)$|/(export|file|data/page|proxy/form)$|sign-out|sign-in/link/"
)
#: A walk that finds more kinds than this goes round in circles.
MOST = 400


def kind_of(address: str) -> str:
    """The address with ids and numbers taken out: pages of one kind are checked once."""
    parts = urlsplit(address)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair)
    return VARYING.sub("*", parts.path) + ("?" + "&".join(names) if names else "")


def every_page(page: Page, starts: list[str], within: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    """Open one page of each kind that links lead to, from `starts`, staying under the path `within`.

    Kinds in `seen` are left out, save where the walk starts; what is opened is added to it. The page stands open
    while its address and its HTML are handed over; an answer of 400 or more stops the walk.
    """
    host = starts[0].removesuffix(urlsplit(starts[0]).path)
    seen.update(kind_of(start) for start in starts)
    waiting = deque(starts)
    for _ in range(MOST):
        if not waiting:
            return
        address = waiting.popleft()
        answer = page.goto(address)
        assert answer is not None and answer.status < 400, f"{answer.status if answer else '?'} at {address}"
        links = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
        yield address, answer.text()
        for link in links:
            found = urljoin(address, str(link)).partition("#")[0]
            path = urlsplit(found).path
            fits = found.startswith(host) and path.startswith(within) and not LEFT_ALONE.search(path)
            if fits and (kind := kind_of(found)) not in seen:
                seen.add(kind)
                waiting.append(found)
    raise AssertionError(f"more than {MOST} kinds of pages from {starts}")
