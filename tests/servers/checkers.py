"""Checkers of pages: axe-core for accessibility, vnu for HTML, the virtual screen reader for reading order."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

NODE = Path(__file__).parents[1] / "node"
MODULES = NODE / "node_modules"
AXE_FILE = MODULES / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Every rule is asked; what it was content with is not written out, which took as long as the asking.
AXE = """only => axe.run(document, {runOnly: only, resultTypes: ['violations']}).then(found => found.violations)"""
ALL_RULES = {"type": "tag", "values": TAGS}
#: The rules among them that another set of colours can break; all others read the page's markup and its places.
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def missing_tools() -> str | None:
    if not MODULES.exists():
        return "run make test once: tests/node/node_modules is missing"
    return next((f"install {name}" for name in ("java", "node") if not shutil.which(name)), None)


def axe_in_all_pages(context: BrowserContext) -> None:
    """For a browser whose every page is looked at: there axe comes with the page, and need not be sent after it."""
    context.add_init_script(path=AXE_FILE)


def axe(page: Page, *, colours_alone: bool = False) -> list[str]:
    """What axe finds on this page as it stands, a line each; [] is silence. Runs under the strict CSP.

    It is put into a page once, however often the page is then looked at. `colours_alone`: only what may differ from
    one set of colours to another.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_FILE.read_text("utf-8") + "\n;undefined")
    found = page.evaluate(AXE, COLOUR_RULES if colours_alone else ALL_RULES)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


def html_checker(files: list[Path]) -> list[str]:
    """What the Nu HTML checker says of these files, errors and warnings; [] is silence. Starting Java takes longest,
    so it is asked once about many."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        ["java", "-Xss1m", "-jar", str(jar), "--Werror", "--stdout", "--format", "gnu", *map(str, files)],
        check=False,
        capture_output=True,
        text=True,
    )
    return [line for line in done.stdout.splitlines() if line.strip()]


def read_aloud(html: str) -> list[str]:
    """The page as the virtual screen reader says it, a phrase a line."""
    done = subprocess.run(
        ["node", str(NODE / "read_aloud.mjs")], input=html, check=True, capture_output=True, text=True, cwd=NODE
    )
    return list(json.loads(done.stdout))


def escaped_twice(page: Page) -> list[str]:
    """Marks such as "&#39;" that a reader sees as they stand: neither axe nor the HTML checker minds them."""
    return re.findall(r"&(?:#?\w+);", page.evaluate("document.body.innerText + document.title"))


def heading_and_title(page: Page) -> list[str]:
    """One h1, and a title that names the page and the society."""
    headings, title = page.evaluate("[document.querySelectorAll('h1').length, document.title]")
    return [f"{headings} h1"] * (headings != 1) + [f"title {title!r}"] * (" – " not in title)


def sideways_scroll(page: Page) -> int:
    """How many pixels the page is wider than its window; 0 or less is right."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def small_targets(page: Page) -> list[str]:
    """Controls under 44 by 44 CSS pixels, links inside sentences excepted."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, a, summary')]
            .filter(e => e.getClientRects().length && !e.closest('p, dd, li span, td, caption, .co-over, .co-vh'))
            .filter(e => !(e.matches('input[type=radio], input[type=checkbox]')))
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([e, r]) => r.width && (r.height < 43.5 || r.width < 43.5) && r.top >= 0)
            .map(([e, r]) => `${e.tagName} ${e.textContent.trim().slice(0, 30)} ${r.width}x${r.height}`)"""
        )
    )


def refusal(page: Page) -> list[str]:
    """What is wrong with how a form that came back tells its problems: in a list at the top, which holds the focus,
    each leading to its field, and in the same words beside that field."""
    return list(
        page.evaluate(
            """() => {
            const summary = document.querySelector('.govuk-error-summary'), problems = []
            if (!summary) return ['no list of problems']
            if (document.activeElement !== summary) problems.push('the list of problems does not hold the focus')
            if (!summary.querySelector('li')) problems.push('the list of problems is empty')
            for (const link of summary.querySelectorAll('a')) {
                const name = link.getAttribute('href').slice(1), beside = document.getElementById(`${name}-problem`)
                if (!document.getElementById(name)) problems.push(`the line leads nowhere: ${name}`)
                if (!beside || !beside.textContent.includes(link.textContent)) problems.push(`not beside: ${name}`)
                const tied = document.querySelector(`[aria-describedby~="${name}-problem"]`)
                if (!tied) problems.push(`not tied: ${name}`)
            }
            return problems
            }"""
        )
    )
