"""How many keys a record sheet takes on the real page, counted by the browser, and how long 100 sheets take."""

from __future__ import annotations

import http.client
import re
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from govern.clock import now
from scripts.bench.figures import median, percentile, row
from tests.servers.browser import a_browser
from tests.servers.service import Service
from tests.stories import kitchen
from tests.stories.kitchen import SHORT, Kitchen
from tests.stories.walkers import Walker

SHEETS = 100
COUNTED = 10
#: Taken part, said it, with photographs, to the end, card 2, pointed, for, chosen, sure, knows well, nobody else.
BOXES = "aada2dabaca"
WORDS = "/pointed at it twice/wants the other day"
#: Each press of a key, whoever it reaches; what is held down for a capital counts as one.
COUNTER = """addEventListener('keydown', () =>
    sessionStorage.setItem('keys', Number(sessionStorage.getItem('keys') ?? 0) + 1), true)"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = kitchen.build(
            Path(folder) / "home", tuple(f"Person{number}" for number in range(SHEETS + 2 * COUNTED))
        )
        codes = [code.replace("-", "").lower() for code in home.codes.values()]
        with Service(home.home, timer=False) as service:
            (token,) = home.desk.sessions([home.facilitator])
            print(row("a sheet", "keys a sheet", "of these Tab or arrows"))
            print(row(*["---"] * 3))
            print(row("boxes only", _keys(service, home, codes[:COUNTED], ""), 0))
            print(row("boxes and two short texts", _keys(service, home, codes[COUNTED : 2 * COUNTED], WORDS), 0))
            seconds = _over_http(service, home, token, codes[2 * COUNTED :])
        assert len(home.sittings()) == SHEETS + 2 * COUNTED
    print(f"\n{SHEETS} sheets over HTTP, page and form for each: {sum(seconds):.1f} s")
    print(f"one sheet: p50 {median(seconds) * 1000:.0f} ms, p95 {percentile(seconds, 0.95) * 1000:.0f} ms")


def _keys(service: Service, home: Kitchen, codes: list[str], words: str) -> float:
    """One person types sheet after sheet, never touching the mouse; the page puts the cursor where it has to be."""
    with sync_playwright() as playwright, a_browser(playwright) as browser:
        walker = Walker(browser, service.address, SHORT, scripts=True)
        walker.context.add_init_script(COUNTER)
        home.desk.let_in(walker, home.facilitator)
        walker.open(f"facilitate/consultations/{home.question}/sheets")
        for code in codes:
            walker.page.wait_for_function("document.activeElement.id === 'line'")
            walker.page.keyboard.type(f"{code}{BOXES}{words}")
            walker.page.keyboard.press("Enter")
            walker.page.locator("#status").get_by_text(f"{code[:4].upper()}-{code[4:].upper()}").wait_for()
        keys = int(walker.page.evaluate("sessionStorage.getItem('keys')"))
        walker.close()
    return keys / len(codes)


def _over_http(service: Service, home: Kitchen, token: str, codes: list[str]) -> list[float]:
    """Page, form, and where the form leads, one sheet after the other over one connection."""
    path = f"/en/{SHORT}/facilitate/consultations/{home.question}/sheets"
    connection = http.client.HTTPConnection("127.0.0.1", service.port)
    headers = {"cookie": f"s-{SHORT}={token}"}
    today, seconds = now().date(), []
    connection.request("GET", path, headers=headers)
    page = connection.getresponse().read().decode()
    for code in codes:
        inside = page.split(f'action="{path}"')[1].split("</form>")[0]
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', inside))
        fields = {name: hidden[name] for name in ("_csrf_token", "sent_id")}
        fields |= {"line": f"{code}{BOXES}{WORDS}"}
        fields |= {"day_day": str(today.day), "day_month": str(today.month), "day_year": str(today.year)}
        began = time.perf_counter()
        form = {**headers, "content-type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(fields), form)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 303, answer.status
        connection.request("GET", str(answer.getheader("location")), headers=headers)
        page = connection.getresponse().read().decode()
        seconds.append(time.perf_counter() - began)
    connection.close()
    return seconds
