"""T20: pressure and bought votes find nothing to hold on to after the vote, and what is left is named.

What no test can show, three people try by docs/pressure.md.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from govern.ballots.rules import secrecy
from govern.ballots.rules.secrecy import Guarded
from govern.ballots.seal.documents import Level, Manifest
from govern.languages import LANGUAGES
from govern.post.models import Letter
from tests.ballots.given_ballots import Given, an_open_ballot
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_sending import at_check, code_in
from tests.window import HERE, Window

DOCS = Path(__file__).parents[3] / "docs"
ANSWERS = ("yes", "no", "blank")
#: What differs between two voters whatever they chose: codes, marks and places of envelopes, tokens, numbers, names.
MARKS = (
    r"[2-9A-HJ-NP-Z]{4}(\W|<[^>]*>|&nbsp;|\s)+[2-9A-HJ-NP-Z]{4}(\W|<[^>]*>|\s)+[2-9A-HJ-NP-Z]{4}(\W|<[^>]*>|\s)+"
    r"[2-9A-HJ-NP-Z]{4}",
    r"[0-9a-f]{8}-[0-9a-f-]{27}",
    r"[A-Za-z0-9_+/=-]{24,}",
    r"Staff \d+",
    r"\d+",
)


async def votes(browser: Window, ballot_id: UUID, answer: str) -> str:
    """From the paper to the box. Returns the code."""
    at = await at_check(browser, ballot_id, answer)
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in"
    return code_in(browser.last.text)


async def after_the_vote(browser: Window, ballot_id: UUID, code: str) -> dict[str, str]:
    """Everything that somebody beside the voter could ask to see."""
    at, found = f"ballots/{ballot_id}", {}
    for name, path in {
        "receipt": f"{at}/receipt",
        "its vote": at,
        "all votes": "ballots",
        "home": "home",
        "own box": f"{at}/box",
        "board": f"{at}/heads",
        "not mine": f"{at}/not-mine",
        "Back to the check page": f"{at}/check",
        "Back to the paper": f"{at}/paper/1",
        "my account": "me",
    }.items():
        answer = await browser.get(path)
        assert answer.status_code == 200, (name, answer.status_code)
        found[name] = answer.text
    await browser.get(f"{at}/box")
    await browser.send(f"{at}/box", {"code": code})
    found["box"] = browser.last.text
    await browser.get(f"{at}/receipt")
    await browser.send(f"{at}/receipt/mail")
    found["after mailing"] = browser.last.text
    return found


def bare(text: str) -> str:
    for mark in MARKS:
        text = re.sub(mark, "·", text)
    return text


def shape(value: object) -> object:
    """A document without what it says: its names, and how long each text is."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in sorted(value.items())}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return len(value) if isinstance(value, str) else value


async def test_t20_after_the_vote_nothing_differs_by_what_was_chosen(given: Given, window: Opens) -> None:
    """Three voters, three answers: pages, the receipt's mail and file, and every address and header on the way."""
    ballot_id = await an_open_ballot(given)
    pages: dict[str, dict[str, str]] = {}
    for answer, person in zip(ANSWERS, given.people["staff"], strict=False):
        browser = await window(person)
        code = await votes(browser, ballot_id, answer)
        for seen in browser.seen:
            sent = [str(seen.url), *(f"{name} {value}" for name, value in seen.headers.multi_items())]
            assert not [one for one in sent if re.search(r"\b(answer|yes|no|blank)\b(?!-)", one)], sent
        pages[answer] = await after_the_vote(browser, ballot_id, code)
        file = (await browser.get(f"ballots/{ballot_id}/receipt/file")).text
        assert not re.search(r'"(yes|no|blank|choices|marks)"', file)
        pages[answer]["its file"] = json.dumps(shape(json.loads(file)["envelope"]))
    async with given.society.store.reading() as reading:
        mails = list(await reading.scalars(select(Letter.body).where(Letter.kind == "ballot_receipt")))
    assert len(mails) == len(ANSWERS) and len({bare(mail or "") for mail in mails}) == 1
    for name in pages["yes"]:
        alike = {bare(pages[answer][name]) for answer in ANSWERS}
        assert len(alike) == 1, name


async def test_t20_the_first_code_does_not_say_before_the_count_that_its_voter_voted_again(
    given: Given, window: Opens, service: AsyncTestClient[Litestar]
) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    presser = Window(service, given.society, follows=True)
    first = await votes(browser, ballot_id, "yes")
    said = []
    for answer in ("no", "yes"):
        await presser.get(f"ballots/{ballot_id}/box")
        await presser.send(f"ballots/{ballot_id}/box", {"code": first})
        said.append(presser.text())
        await votes(browser, ballot_id, answer)
    assert "This envelope is in the box." in said[0] and bare(said[0]) == bare(said[1])


async def test_t20_nothing_on_the_way_comes_from_elsewhere_and_there_is_no_tracker(
    given: Given, window: Opens
) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    await votes(browser, ballot_id, "yes")
    await after_the_vote(browser, ballot_id, code_in((await browser.get(f"ballots/{ballot_id}/receipt")).text))
    shown = [seen for seen in browser.seen if "text/html" in seen.headers.get("content-type", "")]
    assert len(shown) > 10
    for seen in shown:
        fetched = re.findall(
            r'<(?:script|img|link|iframe|source|video|audio|object)\b[^>]*(?:src|href)="([^"]*)"', seen.text
        )
        assert fetched and not [one for one in fetched if not one.startswith(("/", "data:"))], (seen.url, fetched)
        assert not [one for one in fetched if one.startswith("//")], seen.url
        policy = seen.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "http" not in policy and "*" not in policy
    manifest = Manifest.from_bytes((await given.ballot(ballot_id)).manifest or b"")
    assert manifest.trackers is False


# --- What is left ---------------------------------------------------------------------------------------------------

#: Each residual of ballot-protocol 5, in words of the page of a vote's secrecy, and in words of docs/security.md.
RESIDUALS = {
    "a choice is seen where it is sealed": ("The server sees your choice for a moment", "the server sees the choice"),
    "pressure": (
        "Somebody beside you can see or press you. Vote again later, alone",
        "**Pressure and bought votes.**",
    ),
    "pressure until the close": ("Whoever stays beside you until voting closes", "until the last minute sees your"),
    "a first code after the count": ("whoever has the code of your first envelope", "sees that a later one took its"),
    "malware": ("A bad program on your own telephone", "**A bad program on your own device**"),
    "unanimous and small groups": ("If a whole group votes the same way", "**Small groups.**"),
    "who took part": ("see which numbers voted", "**Who voted.**"),
    "orders as marks": ("A mark could be hidden in a long order", "**Odd orders of preference**"),
    "later machines": ("In many years a new machine", "**Later machines.**"),
    "stuffing": ("The server could put in an envelope", "**Votes for people who do not vote.**"),
    "watching": ("Whoever watches the list closely", "**Watching.**"),
}
#: And whoever holds the key, by level.
HOLDERS = {
    Level.EVERYDAY: "Whoever runs the server and breaks the rules",
    Level.AGM: "scrutineers break the rules together",
}


@pytest.mark.parametrize("residual", RESIDUALS)
def test_t20_each_residual_stands_on_the_page_of_every_level_and_in_the_document(residual: str) -> None:
    on_page, in_docs = RESIDUALS[residual]
    for level in HOLDERS:
        assert [one for one in secrecy.risks(Guarded(level)) if on_page in str(one)], level
    assert in_docs in " ".join((DOCS / "security.md").read_text("utf-8").split())


@pytest.mark.parametrize("level", HOLDERS)
def test_t20_who_could_open_envelopes_is_one_of_them(level: Level) -> None:
    assert [one for one in secrecy.risks(Guarded(level)) if HOLDERS[level] in str(one)]
    said = " ".join((DOCS / "security.md").read_text("utf-8").split())
    assert "**The key at Everyday**" in said and "**scrutineers who break the rules together**" in said


async def test_t20_the_page_shows_every_residual_in_both_languages(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    for code in ("en", "cy"):
        await browser.get(f"{HERE.replace('/en/', f'/{code}/')}/ballots/{ballot_id}/secrecy")
        shown = browser.text()
        for sentence in secrecy.risks(Guarded(Level.EVERYDAY)):
            words = " ".join(LANGUAGES[code].say(sentence).split())
            assert words in shown, (code, words)
            assert code == "en" or words != str(sentence), "in Welsh too"


def test_t20_what_to_do_is_said_and_people_can_try_it_by_a_script() -> None:
    said = " ".join((DOCS / "security.md").read_text("utf-8").split())
    for words in ("vote again when you are alone", "the room replaces what", "Tell the returning officer"):
        assert words in said
    script = (DOCS / "pressure.md").read_text("utf-8")
    assert "docs/pressure.md" in said and script.count("\n| ") >= 10 and "It failed" in script
