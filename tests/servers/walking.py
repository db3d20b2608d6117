"""Walking through every page a person can reach, as links lead, one page for each kind of address."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

VARYING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b\d+\b")
LEFT_ALONE = re.compile(r"\.(pdf|docx|ics|csv|json)$|/(export|file)$|sign-out|sign-in/link/")
MOST = 150


def kind_of(address: str) -> str:
    """The address with ids and numbers taken out: pages of one kind are checked once."""
    parts = urlsplit(address)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair)
    return VARYING.sub("*", parts.path) + ("?" + "&".join(names) if names else "")


def every_page(page: Page, start: str, within: str) -> Iterator[str]:
    """Open one page of each kind that links lead to, beginning at `start`, staying under the path `within`.

    The page stands open while its address is handed over; an answer of 500 stops the walk.
    """
    seen, waiting = {kind_of(start)}, deque([start])
    for _ in range(MOST):
        if not waiting:
            return
        address = waiting.popleft()
        answer = page.goto(address)
        assert answer is not None and answer.status < 400, f"{answer.status if answer else '?'} at {address}"
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        yield address
        for link in links:
            found = urljoin(address, str(link)).partition("#")[0]
            kind = kind_of(found)
            fits = urlsplit(found).path.startswith(within) and found.startswith(
                address.split("/en/")[0].split("/cy/")[0]
            )
            if fits and kind not in seen and not LEFT_ALONE.search(urlsplit(found).path):
                seen.add(kind)
                waiting.append(found)
    raise AssertionError(f"more than {MOST} kinds of pages from {start}")
