"""The public board, how a vote is kept secret, the bundle to take; by level, by rule, and never below the floor."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.ballots.lifecycle import upgrading
from govern.ballots.models import FloorChoice, LogHead
from govern.ballots.queries import board, checkers
from govern.ballots.queries.publishing import Withheld, cells_of, published_bundle
from govern.ballots.rules import secrecy
from govern.ballots.rules.secrecy import Guarded
from govern.ballots.seal import checkpoint, cosigning, signing, tree
from govern.ballots.seal.canonical import Document, from_text
from govern.ballots.seal.documents import Level, Manifest, Signer, Trustee
from govern.sentences import Sentence
from tests.ballots.given_ballots import (
    BEFORE,
    OPENS,
    Given,
    a_draft,
    a_society,
    all_vote,
    an_open_ballot,
    closed,
    declared,
    no,
    vote,
    yes,
)
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import contests_of
from tests.ballots.queries.test_bundle import checked, kept
from tests.ballots.seal.test_manifest import MANIFEST
from tests.given import Moments, a_home, the_service
from tests.window import HERE, Window

WITNESSES = {name: bytes([n]) * 32 for n, name in enumerate(("Carys", "Huw"), start=1)}


async def everybody_votes(given: Given, groups: dict[str, int]) -> UUID:
    """An open ballot in which so many of each group have voted."""
    ballot_id = await an_open_ballot(given)
    (question,) = await contests_of(given, ballot_id)
    people = [person for group, number in groups.items() for person in given.people[group][:number]]
    await all_vote(given, ballot_id, [(person, yes(question)) for person in people])
    return ballot_id


LARGE = {"supported": 12, "staff": 11, "volunteers": 10}
SMALL = {"supported": 12, "staff": 3, "volunteers": 10}


# --- The board ------------------------------------------------------------------------------------------------------


async def test_anybody_sees_the_signed_end_of_the_list_and_no_turnout_while_voting_is_open(
    given: Given, service: AsyncTestClient[Litestar]
) -> None:
    ballot_id = await everybody_votes(given, LARGE)
    stranger = Window(service, given.society, follows=True)
    await stranger.get(f"ballots/{ballot_id}/heads")
    assert stranger.heading() == "The public board" and "The signature is good." in stranger.text()
    assert "Entries in the list 34" in stranger.text() and "This vote has no witnesses." in stranger.text()
    assert "The rules keep this back until the vote has closed." in stranger.text()
    text = (await stranger.get(f"ballots/{ballot_id}/heads.txt")).text
    manifest = Manifest.from_bytes((await given.ballot(ballot_id)).manifest or b"")
    assert checkpoint.verify(text, manifest.log_origin, manifest.log_key).size == 34
    assert text in stranger.seen[0].text.replace("&#43;", "+")


async def test_programs_compare_two_heads_by_a_proof(given: Given, service: AsyncTestClient[Litestar]) -> None:
    """T6: whoever kept an earlier head sees in one step whether the list goes on from it."""
    ballot_id = await an_open_ballot(given)
    (question,) = await contests_of(given, ballot_id)
    manifest = Manifest.from_bytes((await given.ballot(ballot_id)).manifest or b"")
    stranger = Window(service, given.society)
    for person in given.people["staff"][:3]:
        await vote(given, ballot_id, person, yes(question))
    before = checkpoint.verify(
        (await stranger.get(f"ballots/{ballot_id}/heads.txt")).text, manifest.log_origin, manifest.log_key
    )
    for person in given.people["staff"][3:9]:
        await vote(given, ballot_id, person, no(question))
    told = json.loads((await stranger.get(f"ballots/{ballot_id}/heads.json?since={before.size}")).content)
    now = checkpoint.verify(from_text(told["head"]).decode(), manifest.log_origin, manifest.log_key)
    proof = [from_text(step) for step in told["proof"]]
    assert (before.size, now.size) == (4, 10)
    assert tree.verify_consistency(before.size, now.size, before.root, now.root, proof)
    assert not tree.verify_consistency(before.size, now.size, bytes(32), now.root, proof)
    assert json.loads((await stranger.get(f"ballots/{ballot_id}/heads.json")).content)["proof"] == []
    for since in ("11", "0", "-1"):
        assert (await stranger.get(f"ballots/{ballot_id}/heads.json?since={since}")).status_code == 404


async def test_after_the_close_turnout_is_told_by_group_and_small_numbers_are_not(
    given: Given, service: AsyncTestClient[Litestar]
) -> None:
    """T21: a group with three voters is kept back, and the next smallest with it."""
    ballot_id = await everybody_votes(given, SMALL)
    await closed(given, ballot_id)
    stranger = Window(service, given.society)
    await stranger.get(f"ballots/{ballot_id}/heads")
    assert "25 of the 33 people on the roll voted." in stranger.text()
    assert stranger.text().count("not shown") == 3 and " 12 12 " in stranger.text(), stranger.text()


def test_lines_of_witnesses_are_shown_and_each_is_judged() -> None:
    """Whoever signed a head: the log, a witness of the manifest, one whose line is wrong, and a stranger."""

    seed = b"L" * 32
    signers = tuple(Signer(name, signing.public_key_of(key)) for name, key in WITNESSES.items())
    manifest = replace(MANIFEST, log_key=signing.public_key_of(seed), witnesses=signers, witness_quorum=2)
    head = checkpoint.Checkpoint(manifest.log_origin, 7, bytes(32), OPENS)
    note = checkpoint.sign(head, seed).note()
    for name, key in {**WITNESSES, "Stranger": b"s" * 32}.items():
        note = cosigning.cosign(note, name, key, OPENS + timedelta(minutes=1))
    found = {line.name: line for line in board.read(note, manifest).lines}
    assert found[manifest.log_origin].is_log and found[manifest.log_origin].good
    assert found["Carys"].good and found["Carys"].at == OPENS + timedelta(minutes=1)
    assert found["Stranger"].good is None and board.read(note, manifest).witnesses == 2
    other = checkpoint.sign(replace(head, size=8), seed)
    wrong = replace(other, signatures=(other.signatures[0], *checkpoint.read(note).signatures[1:])).note()
    judged = {line.name: line for line in board.read(wrong, manifest).lines}
    assert (
        judged["Carys"].good is False and judged["Huw"].good is False and board.read(wrong, manifest).witnesses == 0
    )


async def test_a_vote_that_is_not_open_has_no_board_and_a_draft_is_not_there(
    given: Given, service: AsyncTestClient[Litestar]
) -> None:
    ballot_id = await a_draft(given)
    stranger = Window(service, given.society)
    for path in ("heads", "heads.txt", "heads.json", "secrecy", "bundle", "bundle.zip", "box"):
        assert (await stranger.get(f"ballots/{ballot_id}/{path}")).status_code == 404, path


async def test_a_head_whose_signature_is_wrong_is_told(given: Given, service: AsyncTestClient[Litestar]) -> None:
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        note = (await reading.get_one(LogHead, ballot_id)).checkpoint
    manifest = Manifest.from_bytes((await given.ballot(ballot_id)).manifest or b"")
    bad = checkpoint.read(note)
    line = bad.signatures[0]
    bad = replace(bad, signatures=(replace(line, signature=bytes(64)),))
    found = board.read(bad.note(), manifest)
    assert found.lines[0].is_log and found.lines[0].good is False


# --- How it is kept secret ------------------------------------------------------------------------------------------


async def test_the_page_of_a_votes_secrecy_names_its_level_and_every_risk_and_has_easy_words(
    given: Given, service: AsyncTestClient[Litestar], window: Opens
) -> None:
    ballot_id = await an_open_ballot(given)
    member = await window(given.people["staff"][0])
    await member.get(f"ballots/{ballot_id}")
    assert f'href="{HERE}/ballots/{ballot_id}/secrecy"' in member.last.text
    stranger = Window(service, given.society)
    await stranger.get(f"ballots/{ballot_id}/secrecy")
    assert "This vote has the level Everyday." in stranger.text()
    assert "No cryptographer from outside has reviewed this yet." in stranger.text()
    for sentence in secrecy.risks(Guarded(Level.EVERYDAY)):
        assert str(sentence).replace("'", "’")[:30].split("’")[0] in stranger.text().replace("'", "’")
    await stranger.get(f"ballots/{ballot_id}/secrecy?easy=1")
    assert '<ol class="co-easy">' in stranger.last.text and "The computer has the key." in stranger.text()
    for sentence, _ in secrecy.easy(Guarded(Level.EVERYDAY)):
        assert all(len(part.split()) <= 15 for part in str(sentence).split(". ")), str(sentence)


def test_at_the_level_agm_it_says_who_and_how_many_and_never_that_the_server_can() -> None:

    people = tuple(
        Trustee(n, name, bytes([n]) * 32, bytes([n]) * 32) for n, name in enumerate(("Ann", "Bo", "Cai"), 1)
    )
    manifest = replace(MANIFEST, level=Level.AGM, trustees=people, threshold=2)
    by = Guarded.of(manifest)
    said = " ".join(str(one) for one in (*secrecy.secrecy(by), *secrecy.opening(by), *secrecy.risks(by)))
    assert "2 of these people have to open the envelopes together: Ann, Bo, Cai." in said
    assert "If 2 scrutineers break the rules together, they can open envelopes." in said
    assert "One key opens the envelopes." not in said
    assert "1 of these witnesses sign" in str(secrecy.watching(by)) and "Huw" in str(secrecy.mixing(by))
    early = Guarded(Level.AGM)
    assert "Several scrutineers" in " ".join(str(one) for one in secrecy.secrecy(early))
    assert "nobody can open it alone" in str(secrecy.secrecy_in_short(by))


def test_what_organisers_could_see_is_a_risk_at_every_level() -> None:
    for level in Level:
        by = Guarded(level, ("Ann", "Bo"), 2, ("Huw",), ("Carys",), 1)
        named: set[Sentence] = set(secrecy.risks(by))
        assert set(secrecy.seen_by_organisers(by)) <= named and len(named) >= 9


# --- The bundle -----------------------------------------------------------------------------------------------------


async def test_a_member_takes_the_bundle_of_a_declared_vote_and_checks_it(
    given: Given, window: Opens, service: AsyncTestClient[Litestar], tmp_path: Path
) -> None:
    ballot_id = await everybody_votes(given, LARGE)
    member, stranger = await window(given.people["staff"][0]), Window(service, given.society)
    assert (await member.get(f"ballots/{ballot_id}/bundle.zip")).status_code == 409
    await member.get(f"ballots/{ballot_id}/bundle")
    assert "given out once its result is declared" in member.text() and 'bundle.zip"' not in member.last.text
    await declared(given, ballot_id)
    await member.get(f"ballots/{ballot_id}/result")
    assert f'href="{HERE}/ballots/{ballot_id}/bundle"' in member.last.text
    await member.get(f"ballots/{ballot_id}/bundle")
    assert 'bundle.zip"' in member.last.text and "python3 -I verify.py bundle-2026-1.zip" in member.text()
    answer = await member.get(f"ballots/{ballot_id}/bundle.zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="bundle-2026-1.zip"'
    done = await asyncio.to_thread(checked, kept(tmp_path / "bundle.zip", answer.content))
    assert done.returncode == 0, done.stdout
    await stranger.get(f"ballots/{ballot_id}/bundle")
    assert "The rules give the bundle to members." in stranger.text() and 'bundle.zip"' not in stranger.last.text
    led = await stranger.get(f"ballots/{ballot_id}/bundle.zip")
    assert led.status_code in (303, 401) and not led.content.startswith(b"PK")


async def test_no_bundle_goes_out_with_a_group_below_the_floor_until_officers_decided_so(
    given: Given, window: Opens
) -> None:
    """T21: three of eleven voted. Only the decision of before the vote lets its bundle out (invariant of 3.9)."""
    ballot_id = await declared(given, await everybody_votes(given, SMALL))
    member = await window(given.people["staff"][0])
    refused = await member.get(f"ballots/{ballot_id}/bundle.zip")
    assert refused.status_code == 409 and not refused.content.startswith(b"PK")
    assert "So few of the group" in member.text() and "fewer than 5" in member.text()
    await member.get(f"ballots/{ballot_id}/bundle")
    assert "So few of the group" in member.text() and 'bundle.zip"' not in member.last.text
    async with given.society.store.reading() as reading:
        with pytest.raises(Withheld):
            await published_bundle(reading, ballot_id, "en")
    async with given.society.store.writing() as writing:
        writing.add(FloorChoice(ballot_id=ballot_id, style="staff", by=given.officer, at=BEFORE))
    assert (await member.get(f"ballots/{ballot_id}/bundle.zip")).content.startswith(b"PK")


async def test_a_service_that_was_changed_says_so_in_the_log_as_it_starts_and_on_the_page_of_the_bundle(
    clock: Moments, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Decision 29. The page has the words and their SHA-256, and that of the verify.py of then."""
    given = await a_society(a_home(), groups=LARGE)
    ballot_id = await an_open_ballot(given)
    then, file = hashlib.sha256(checkers.CHECKER.read_bytes()).hexdigest(), tmp_path / "verify.py"
    file.write_bytes(b"# another one")
    monkeypatch.setattr(checkers, "CHECKER", file)
    monkeypatch.setattr(upgrading, "release", lambda: "9.9.9 feedfacefeedface")
    clock.pass_(hours=1)
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        stranger = Window(client, given.society)
        await stranger.get(f"ballots/{ballot_id}/bundle")
        assert "What happened while this vote was under way" in stranger.text()
        assert "From 2026-11-09 10:00 UTC: version 9.9.9 feedfacefeedface." in stranger.text()
        assert then in stranger.text() and "holds the older one" in stranger.text()
        async with given.society.store.reading() as reading:
            (told,) = await checkers.incidents_of(reading, ballot_id)
        assert told.sha256 in stranger.text()


async def test_where_the_rules_say_so_the_bundle_is_for_everybody(tmp_path: Path, clock: Moments) -> None:
    from govern.constituencies.rulebook.book import example

    text = example("tair_nant").replace('bundle = "members"', 'bundle = "public"')
    assert 'bundle = "public"' in text
    given = await a_society(a_home(), text=text, groups=LARGE)
    ballot_id = await declared(given, await everybody_votes(given, LARGE))
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        stranger = Window(client, given.society)
        assert (await stranger.get(f"ballots/{ballot_id}/bundle.zip")).content.startswith(b"PK")
    await given.society.store.close()


def test_cells_are_read_from_the_result_that_goes_out() -> None:
    row: Document = {
        "style": "staff",
        "choices": [{"marks": [1], "number": 2}, {"marks": [], "number": 1}],
        "spoilt": 4,
    }
    (cell,) = cells_of({"contests": [{"contest": "one", "slips": [row], "outcome": {}}]})
    assert (cell.contest, cell.style, cell.slips) == ("one", "staff", 7)
