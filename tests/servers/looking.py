"""Looking at a page as the service standard asks, in some colours and widths; `[]` is a page without faults."""

from __future__ import annotations

import itertools
import os

from playwright.sync_api import Page, ViewportSize

from govern.web.door import COLOURS
from tests.servers import checkers

WIDTHS = (1024, 320)
LANGUAGES = ("en", "cy")
EVERY = tuple(itertools.product(COLOURS, WIDTHS))
SOAK = bool(os.environ.get("GOVERN_SOAK"))

Looks = tuple[tuple[str, int], ...]


def sample(number: int, language: str, many: int = 1) -> Looks:
    """How the page with this number is looked at: in a soak in all colours at all widths, else in as `many`.

    The sample goes round all eight as pages go by. A step of five changes both, the colours and the width: so in
    two looks, or in one look in each of the two languages, a page is seen at both widths and in two sets of colours.
    """
    if SOAK:
        return EVERY
    first = number + 5 * many * LANGUAGES.index(language)
    return tuple(EVERY[(first + 5 * look) % len(EVERY)] for look in range(many))


def look_at(page: Page, looks: Looks) -> list[str]:
    """Axe, sideways scroll, small targets in each look; one h1, the title, nothing escaped twice.

    Axe is asked everything once at each width, and of other colours at that width what colours can change.

    The window keeps its last width and the page its last colours: whoever goes on in it sets the width back.
    """
    page.wait_for_load_state()
    page.locator("body").wait_for()  # a page that comes from another address may have arrived with nothing in it yet
    problems = checkers.escaped_twice(page) + checkers.heading_and_title(page)
    widths: set[int] = set()
    for colours, width in sorted(looks, key=lambda look: look[1]):
        if page.viewport_size != (size := ViewportSize(width=width, height=900)):
            page.set_viewport_size(size)
        page.evaluate("colours => document.documentElement.setAttribute('data-colours', colours)", colours)
        found = checkers.axe(page, colours_alone=width in widths)
        widths.add(width)
        found += [f"small: {target}" for target in checkers.small_targets(page)]
        if (wide := checkers.sideways_scroll(page)) > 0:
            found.append(f"scrolls sideways by {wide} px")
        problems += [f"({colours}, {width}) {line}" for line in found]
    return problems
