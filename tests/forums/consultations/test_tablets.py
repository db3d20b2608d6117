"""Tablets that go where there is no signal: what they take along, what comes back sealed, and what is refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.errors import AlreadyDone, NotFound
from govern.forums.consultations import lifecycle
from govern.forums.consultations.models import (
    ConsultationSitting,
    ConsultationTablet,
)
from govern.forums.consultations.rules import Heard
from tests.forums.consultations.asking_people import DAY, now, stands
from tests.forums.consultations.conftest import Swimming
from tests.window import Window


async def mair(swimming: Swimming) -> Window:
    return await swimming.forums.town.window("Mair Elis")


def at(swimming: Swimming, rest: str) -> str:
    return f"facilitate/consultations/{swimming.id}/{rest}"


async def count(swimming: Swimming, table: type) -> int:
    async with swimming.store.reading() as reading:
        return await reading.scalar(select(func.count()).select_from(table)) or 0


def sealed(public_key: bytes, tablet_id: str, sent_id: UUID, written: Mapping[str, object]) -> str:
    """As static/tablet/seal.js does it."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    once = ec.generate_private_key(ec.SECP256R1())
    key = HKDF(hashes.SHA256(), 32, None, b"govern/tablet/sitting").derive(once.exchange(ec.ECDH(), theirs))
    content = AESGCM(key).encrypt(bytes(12), json.dumps(written).encode(), f"{tablet_id}/{sent_id}".encode())
    point = once.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(point + bytes(12) + content).decode()


class Taken:
    """A tablet that a facilitator took along, as the page's scripts use it."""

    def __init__(self, window: Window, told: dict[str, object]) -> None:
        self.window = window
        self.id = str(told["tablet_id"])
        self.public_key = base64.b64decode(str(told["public_key"]))
        self.told = told

    async def send(self, sealed_sitting: str, sent_id: UUID) -> tuple[int, dict[str, str]]:
        token = (await self.window.get("facilitate/tablet/now")).json()["send"]
        answer = await self.window.post(
            "facilitate/tablet/send",
            {"_csrf_token": token, "tablet_id": self.id, "sent_id": str(sent_id), "sealed": sealed_sitting},
        )
        return answer.status_code, answer.json()

    async def sends(self, written: Mapping[str, object], sent_id: UUID | None = None) -> tuple[int, dict[str, str]]:
        sent_id = sent_id or uuid4()
        return await self.send(sealed(self.public_key, self.id, sent_id, written), sent_id)


async def taken(window: Window) -> Taken:
    token = (await window.get("facilitate/tablet/now")).json()["take"]
    return Taken(window, (await window.post("facilitate/tablet/take", {"_csrf_token": token})).json())


def told(swimming: Swimming, person: UUID, **changed: object) -> dict[str, object]:
    """A sitting as the tablet writes it."""
    moment = now(swimming).isoformat()
    return {
        **{"consultation_id": str(swimming.id), "person_id": str(person), "began_at": moment, "ended_at": moment},
        **{"adaptation": "mat", "assent": "given", "assent_how": "Sat down", "given_by": "placed", "did": "Put"},
        "placed": [[str(swimming.tuesday), "bad"]],
        "read": {"stance": "for", "evidence": "chosen", "confidence": "high", "knows": "Well"},
        **changed,
    }


async def test_what_is_taken_along_are_ones_own_people_by_first_name(swimming: Swimming) -> None:
    found = await taken(await mair(swimming))
    bundle = json.dumps(found.told["bundle"])
    assert len(str(found.told["words"]).split()) == 6
    assert "Gwen" in bundle and "Hughes" not in bundle
    assert str(swimming.people[1]) not in bundle  # Siân asks Ana
    async with swimming.store.reading() as reading:
        row = await reading.get(ConsultationTablet, UUID(found.id))
    assert row is not None and row.private_key is not None
    assert str(found.told["words"]) not in repr(row.__dict__)


async def test_invariant_76_whom_somebody_helps_every_day_is_not_taken_along(swimming: Swimming) -> None:
    moment = now(swimming)
    async with swimming.store.writing() as writing:
        await register.tie(
            *(writing, TieKind.DELIVERS_CARE_TO, swimming.person("Mair Elis"), swimming.people[0], moment.date()),
            by=None,
            at=moment,
        )
    assert "Gwen" not in json.dumps((await taken(await mair(swimming))).told["bundle"])


async def test_days_of_trying_out_are_taken_along_in_each_language_with_faces(swimming: Swimming) -> None:
    bundle = (await taken(await mair(swimming))).told["bundle"]
    assert isinstance(bundle, dict)
    (way,) = [one for one in bundle["consultations"][0]["ways"] if one["kind"] == "trying"]
    on = now(swimming).date() + timedelta(days=3)
    words = {"en": "Thursday 12 November 2026", "cy": "dydd Iau 12 Tachwedd 2026"}
    assert [(one["on"], one["day"], one["card"]) for one in way["tries"]] == [
        (on.isoformat(), words, str(card)) for card in (swimming.tuesday, swimming.thursday)
    ]
    assert way["faces"] == ["face-2", "face-3", "face-4"]


async def test_a_sealed_sitting_comes_in_once(swimming: Swimming) -> None:
    tablet, gwen, sent_id = await taken(await mair(swimming)), swimming.people[0], uuid4()
    for _ in range(2):
        assert await tablet.sends(told(swimming, gwen), sent_id) == (200, {"kept": str(sent_id)})
    assert await count(swimming, ConsultationSitting) == 1
    assert (await stands(swimming, gwen)).heard is Heard.RECORDED


async def test_people_asked_together_are_sent_one_by_one_and_each_is_in_the_group_once(swimming: Swimming) -> None:
    tablet, (gwen, _, bo, *_), group = await taken(await mair(swimming)), swimming.people, uuid4()
    for person in (gwen, bo):
        assert (await tablet.sends(told(swimming, person, group_id=str(group))))[0] == 200
    status, answer = await tablet.sends(told(swimming, gwen, group_id=str(group)))
    assert status == 422 and "in this group already" in answer["refused"]
    async with swimming.store.reading() as reading:
        rows = set(await reading.execute(select(ConsultationSitting.person_id, ConsultationSitting.group_id)))
    assert rows == {(gwen, group), (bo, group)}


async def test_what_the_rules_refuse_says_why_and_leaves_nothing(swimming: Swimming) -> None:
    tablet, (gwen, ana, *_) = await taken(await mair(swimming)), swimming.people
    for written, says in (
        (told(swimming, gwen, assent_how=""), "how they showed"),
        (told(swimming, gwen, read={"stance": "card", "evidence": "chosen", "confidence": "high"}), "chose"),
        ({"person_id": str(gwen)}, "Something is missing"),
        (told(swimming, gwen, began_at=(now(swimming) + 3 * DAY).isoformat()), "still to come"),
    ):
        status, answer = await tablet.sends(written)
        assert status == 422 and says in answer["refused"], answer
    assert await count(swimming, ConsultationSitting) == 0
    sian = await taken(await swimming.forums.town.window("Siân Llwyd"))
    status, answer = await sian.sends(told(swimming, gwen))
    assert status == 422 and "Somebody else asks this person" in answer["refused"]
    assert (await sian.sends(told(swimming, ana)))[0] == 200


async def test_one_sitting_cannot_be_sent_as_another_or_by_another(swimming: Swimming) -> None:
    tablet, gwen = await taken(await mair(swimming)), swimming.people[0]
    box = sealed(tablet.public_key, tablet.id, uuid4(), told(swimming, gwen))
    status, answer = await tablet.send(box, uuid4())
    assert status == 422 and "not sealed for this tablet" in answer["refused"]
    sian = await taken(await swimming.forums.town.window("Siân Llwyd"))
    sian.id = tablet.id
    status, answer = await sian.send(box, uuid4())
    assert status == 422 and "not taken along by you" in answer["refused"]
    for nonsense in ("", "%%", "AAAA", base64.b64encode(bytes(90)).decode()):
        assert (await tablet.send(nonsense, uuid4()))[0] == 422


async def test_an_ended_tablet_has_no_key_and_what_still_comes_is_refused(swimming: Swimming) -> None:
    window = await mair(swimming)
    tablet, gwen = await taken(window), swimming.people[0]
    sian = await swimming.forums.town.window("Siân Llwyd")
    await sian.get("facilitate/consultations/tablets")
    assert "Mair" not in sian.text()
    await window.get("facilitate/consultations/tablets")
    await window.send(f"facilitate/consultations/tablets/{tablet.id}/end")
    await window.follow()
    assert "refused" in window.text()
    async with swimming.store.reading() as reading:
        row = await reading.get(ConsultationTablet, UUID(tablet.id))
    assert row is not None and row.private_key is None and row.ended_at is not None
    status, answer = await tablet.sends(told(swimming, gwen))
    assert status == 422 and "This tablet was ended" in answer["refused"]
    assert await count(swimming, ConsultationSitting) == 0


async def test_the_office_ends_any_tablet_and_a_facilitator_only_their_own(swimming: Swimming) -> None:
    tablet = UUID((await taken(await mair(swimming))).id)
    nerys, sian = swimming.person("Nerys Puw"), swimming.person("Siân Llwyd")
    async with swimming.store.writing() as writing:
        with pytest.raises(NotFound):
            await lifecycle.end_tablet(writing, tablet, any_of=False, by=sian, at=now(swimming))
    office = await swimming.forums.town.secretary()
    await office.get("facilitate/consultations/tablets")
    assert "Mair Elis" in office.text()
    await office.send(f"facilitate/consultations/tablets/{tablet}/end")
    async with swimming.store.writing() as writing:
        with pytest.raises(AlreadyDone):
            await lifecycle.end_tablet(writing, tablet, any_of=True, by=nerys, at=now(swimming))


async def test_taking_along_anew_ends_what_was_on_this_device(swimming: Swimming) -> None:
    window = await mair(swimming)
    first = await taken(window)
    token = (await window.get("facilitate/tablet/now")).json()["take"]
    await window.post("facilitate/tablet/take", {"_csrf_token": token, "instead_of": first.id})
    async with swimming.store.reading() as reading:
        alive = list(
            await reading.scalars(select(ConsultationTablet.id).where(ConsultationTablet.ended_at.is_(None)))
        )
    assert len(alive) == 1 and str(alive[0]) != first.id


async def test_a_form_without_its_token_takes_nothing_along(swimming: Swimming) -> None:
    window = await mair(swimming)
    assert (await window.post("facilitate/tablet/take", {"_csrf_token": "x"})).status_code == 403
    assert await count(swimming, ConsultationTablet) == 0


async def test_the_worker_reaches_this_page_alone_and_only_here_workers_are_allowed(swimming: Swimming) -> None:
    window = await mair(swimming)
    page = await window.get("facilitate/tablet")
    assert "worker-src 'self'" in page.headers["content-security-policy"]
    assert "Mair" not in page.text  # the browser keeps it: it holds nothing of anybody
    worker = await window.get("facilitate/tablet/worker.js")
    assert worker.headers["service-worker-allowed"] == f"/en/{window.society.short}/facilitate/tablet"
    other = await window.get("facilitate/consultations/tablets")
    assert "worker-src 'none'" in other.headers["content-security-policy"]
    manifest = json.loads((await window.get("facilitate/tablet/manifest.webmanifest")).text)
    assert manifest["scope"] == manifest["start_url"] == f"/en/{window.society.short}/facilitate/tablet"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert (await window.get("facilitate/tablet/other.js")).status_code == 404


async def test_a_closed_consultation_still_takes_in_what_was_done_before(swimming: Swimming) -> None:
    window = await mair(swimming)
    tablet, (gwen, _, bo, *_) = await taken(window), swimming.people
    written = told(swimming, gwen)
    swimming.forums.town.clock.pass_(hours=2)
    async with swimming.store.writing() as writing:
        await lifecycle.close(writing, swimming.id, by=swimming.person("Mair Elis"), at=now(swimming))
    assert (await tablet.sends(written))[0] == 200
    late = told(swimming, bo, began_at=(now(swimming) + timedelta(minutes=1)).isoformat())
    assert (await tablet.sends(late))[0] == 422
    assert (await stands(swimming, gwen)).heard is Heard.RECORDED
