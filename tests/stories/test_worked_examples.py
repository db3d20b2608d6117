"""The worked examples W1 and W8 of the domain report, lived through the web: who may vote, what they sent, what came.

The vote is open when the story begins. Every vote is sent over HTTP as a browser without JavaScript would; closing,
counting, declaring and reading are walked in a browser.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from govern.identity.rules import Proof
from tests.servers.service import Service
from tests.stories.crowds import SHORT, Crowd, Row, election, motion
from tests.stories.walkers import Walker

pytestmark = pytest.mark.browser


def declared(crowd: Crowd, service: Service, browser: Browser, ballot: str) -> Walker:
    """The returning officer closes, counts and declares; then reads the result as everybody does."""
    officer = Walker(browser, service.address, SHORT)
    crowd.desk.let_in(officer, crowd.officer, Proof.PASSWORD_TOTP)
    for step, button in (
        ("close", "Close the vote now"),
        ("count", "Count the votes"),
        ("declare", "Declare this result"),
    ):
        officer.open(f"office/ballots/{ballot}/{step}")
        officer.press(button)
    officer.open(f"ballots/{ballot}/result/1")
    return officer


def test_w1_the_share_of_a_group_without_members_is_handed_on(tmp_path: Path, browser: Browser) -> None:
    numbers = {"supported": 120, "staff": 45, "volunteers": 30}
    groups = [group for group, number in numbers.items() for _ in range(number)]
    crowd = Crowd(tmp_path / "home", "tair_nant", [Row(n, f"Person {n}", g) for n, g in enumerate(groups, 1)])
    ballot = crowd.a_vote(motion("Saturdays"))
    marks: dict[int, tuple[str, ...]] = {}
    for group, for_, against in (("supported", 60, 20), ("staff", 12, 18), ("volunteers", 5, 5)):
        first = groups.index(group) + 1
        said = ["Yes"] * for_ + ["No"] * against
        marks |= {first + place: (answer,) for place, answer in enumerate(said)}
    with Service(tmp_path / "home", timer=False) as service:
        crowd.votes(service.port, ballot, marks)
        result = declared(crowd, service, browser, ballot)
        result.photograph("w1-result")
        result.reads(
            "The resolution is carried.",
            "54.375 of 100 were for. More than half was needed.",
            "120 people voted, of 195 who could.",
            "Public bodies have no members, so their 20 of 100 is shared among the other groups.",
            "People supported count for 37.5, Staff for 50 and Volunteers for 12.5.",
            "People supported 60 20 0 37.5 28.125",
            "Staff 12 18 0 50 20",
            "Volunteers 5 5 0 12.5 6.25",
            "All together 77 43 0 100 54.375",
        )
        assert result.complaints() == []
        result.close()


def test_w8_the_volunteer_cap_passes_over_two_who_had_more_votes(tmp_path: Path, browser: Browser) -> None:
    groups = ["users"] * 60 + ["staff"] * 40 + ["volunteers"] * 25
    stand = {"Ana": 101, "Bo": 102, "Cai": 71, "Di": 103, "Eve": 11}
    names = {number: f"{first} Rowlands" for first, number in stand.items()}
    rows = [
        Row(n, names.get(n, f"Person {n}"), group, "volunteer" if n in (2, 3) else "")
        for n, group in enumerate(groups, 1)
    ]
    crowd = Crowd(tmp_path / "home", "colne_valley_like", rows)
    for number, seat in ((1, "users"), (2, "users"), (3, "users"), (61, "staff"), (62, "staff"), (63, "staff")):
        crowd.sits(number, seat)
    ballot = crowd.a_vote(election("Three open seats", "any"), list(stand.values()))
    left = {"Ana": 80, "Bo": 75, "Cai": 60, "Di": 55, "Eve": 40}
    marks: dict[int, tuple[str, ...]] = {}
    for row in rows:
        chosen = [name for name in sorted(left, key=lambda name: -left[name])[:3] if left[name]]
        for name in chosen:
            left[name] -= 1
        marks[row.number] = tuple(f"{name} Rowlands" for name in chosen)
    assert not any(left.values())
    with Service(tmp_path / "home", timer=False) as service:
        crowd.votes(service.port, ballot, {n: named for n, named in marks.items() if named})
        result = declared(crowd, service, browser, ballot)
        result.photograph("w8-result")
        result.reads("Ana Rowlands, Cai Rowlands and Eve Rowlands are elected.")
        for name in ("Bo", "Di"):
            result.reads(f"{name} Rowlands not elected: volunteer cap (3 of 9 reached)")
        result.reads("At most 3 of the 9 may be volunteers. 2 were before this election, 3 are now.")
        text = " ".join(result.text().split())
        for name, votes in (("Ana", 80), ("Bo", 75), ("Cai", 60), ("Di", 55), ("Eve", 40)):
            assert f"{name} Rowlands" in text and str(votes) in text
        assert result.complaints() == []
        result.close()
