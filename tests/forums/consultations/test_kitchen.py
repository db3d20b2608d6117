"""The printed pack, the sheets that come back, and tablets: pages as a facilitator without signal uses them."""

from __future__ import annotations

import base64
import io
import json
import subprocess
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import pikepdf
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.errors import AlreadyDone, NotAllowed, NotFound
from govern.forums.consultations import lifecycle
from govern.forums.consultations.models import (
    ConsultationPresent,
    ConsultationReading,
    ConsultationSitting,
    ConsultationTablet,
)
from govern.forums.consultations.rules import Confidence, Evidence, Heard, Stance, lay
from govern.forums.consultations.rules.codes import on_paper
from govern.record import RecordLine
from tests.forums.consultations.asking_people import DAY, checked, now, stands
from tests.forums.consultations.conftest import Swimming
from tests.window import Window

#: Taken part, said it, with photographs, to the end, card 2, pointed, for, chosen, sure, knows well, nobody else.
GOOD = "aada2dabaca"


async def mair(swimming: Swimming) -> Window:
    return await swimming.forums.town.window("Mair Elis")


def at(swimming: Swimming, rest: str) -> str:
    return f"facilitate/consultations/{swimming.id}/{rest}"


async def code_of(swimming: Swimming, person: UUID) -> str:
    return on_paper((await stands(swimming, person)).code)


async def typed(window: Window, swimming: Swimming, line: str, **fields: str) -> int:
    """Open the page, type a line, press Enter. Returns the status."""
    await window.get(at(swimming, "sheets"))
    day = now(swimming)
    days = {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year)}
    return (await window.send(at(swimming, "sheets"), {**days, "line": line, **fields})).status_code


async def count(swimming: Swimming, table: type) -> int:
    async with swimming.store.reading() as reading:
        return await reading.scalar(select(func.count()).select_from(table)) or 0


# --- Sheets ---------------------------------------------------------------------------------------------------------


async def test_a_line_is_a_whole_sheet(swimming: Swimming) -> None:
    window, gwen = await mair(swimming), swimming.people[0]
    line = f"{await code_of(swimming, gwen)} {GOOD} / Pointed twice / Wants Thursday"
    assert await typed(window, swimming, line) == 303
    await window.follow()
    assert "Type the next sheet" in window.text()
    row = await stands(swimming, gwen)
    assert (row.heard, row.stance, row.evidence, row.confidence) == (
        *(Heard.RECORDED, Stance.FOR, Evidence.CHOSEN, Confidence.HIGH),
    )
    async with swimming.store.reading() as reading:
        sitting = await reading.scalar(select(ConsultationSitting))
    assert sitting is not None
    assert (sitting.picked, sitting.did, sitting.meant) == (str(swimming.thursday), "Pointed twice", "Wants Thursday")
    assert sitting.shown_order == ",".join(map(str, lay((swimming.tuesday, swimming.thursday), gwen, swimming.id, 0)))
    assert sitting.entered_by == sitting.led_by == swimming.person("Mair Elis")


async def test_the_same_in_ordinary_fields(swimming: Swimming) -> None:
    window, gwen = await mair(swimming), swimming.people[0]
    fields = {
        **{"code": (await code_of(swimming, gwen)).lower(), "assent": "given", "assent_how": "said"},
        **{"way": "photographs", "went": "on", "picked": "2", "given_by": "pointed", "did": "Pointed", "stance": "a"},
        **{"evidence": "chosen", "confidence": "high", "knows": "well", "there": "carer", "who": "Mair; d Huw"},
        **{"meant": "Thursday", "order": "21"},
    }
    assert await typed(window, swimming, "", **fields) == 303
    async with swimming.store.reading() as reading:
        sitting = await reading.scalar(select(ConsultationSitting))
        present = list(await reading.scalars(select(ConsultationPresent).order_by(ConsultationPresent.number)))
    assert sitting is not None and sitting.shown_order == f"{swimming.thursday},{swimming.tuesday}"
    assert [(one.present_as.value, one.name, one.delivers_care) for one in present] == [
        ("supporter", "Mair", True),
        ("interpreter", "Huw", False),
    ]
    assert (await stands(swimming, gwen)).stance is Stance.FOR


async def test_invariant_72_a_sheet_of_somebody_who_declined_or_stopped_keeps_no_view(swimming: Swimming) -> None:
    window, (gwen, _, bo, *_) = await mair(swimming), swimming.people
    assert await typed(window, swimming, f"{await code_of(swimming, gwen)} be") == 303
    assert await typed(window, swimming, f"{await code_of(swimming, bo)} aadbe") == 303
    assert (await stands(swimming, gwen)).heard is Heard.DECLINED
    assert (await stands(swimming, bo)).heard is Heard.STOPPED
    assert await count(swimming, ConsultationReading) == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{code}aada2dabac", "Who else was there?"),
        ("{code}aada9dabaca", "What did they pick?"),
        ("{code}bff", "One is too many"),
        ("{wrong}aada2dabaca", "typing error"),
        ("2345", "five characters"),
        ("{stranger}aada2dabaca", "Nobody has this code"),
        ("{code}aada2jabaca", "observed"),
    ],
)
async def test_what_does_not_fit_is_refused_beside_the_line_and_kept(
    swimming: Swimming, line: str, says: str
) -> None:
    window = await mair(swimming)
    code = await code_of(swimming, swimming.people[0])
    swapped = code[1] + code[0] + code[2:] if code[0] != code[1] else code[0] + "2" + code[2:]
    filled = line.format(code=code, wrong=swapped, stranger=on_paper("2222"))
    status = await typed(window, swimming, filled)
    assert status == 422
    assert 'id="line-problem"' in window.last.text
    assert filled in window.last.text.replace("&#39;", "'")
    assert says in window.text()
    assert await count(swimming, ConsultationSitting) == 0


async def test_a_code_of_another_asker_is_refused_to_somebody_who_only_asks(swimming: Swimming) -> None:
    sian = await swimming.forums.town.window("Siân Llwyd")
    assert await typed(sian, swimming, f"{await code_of(swimming, swimming.people[0])} {GOOD}") == 422
    assert "Somebody else asks the person with this code" in sian.text()
    assert await typed(sian, swimming, f"{await code_of(swimming, swimming.people[1])} {GOOD}") == 303


async def test_a_used_code_is_refused_and_double_sending_is_one_sitting(swimming: Swimming) -> None:
    window, gwen = await mair(swimming), swimming.people[0]
    line = f"{await code_of(swimming, gwen)} {GOOD}"
    await window.get(at(swimming, "sheets"))
    hidden = window.hidden(at(swimming, "sheets"))
    day = now(swimming)
    fields = {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year), "line": line}
    for _ in range(2):
        assert (await window.post(at(swimming, "sheets"), {**hidden, **fields})).status_code == 303
    assert await count(swimming, ConsultationSitting) == 1
    assert await typed(window, swimming, line) == 422
    assert "written down already" in window.text()
    swimming.forums.town.clock.pass_(days=1)
    window = await mair(swimming)
    assert await typed(window, swimming, line) == 422
    assert "This code is used" in window.text()


async def test_a_fresh_sheet_is_taken_back_and_the_record_keeps_both_lines(swimming: Swimming) -> None:
    window, gwen = await mair(swimming), swimming.people[0]
    assert await typed(window, swimming, f"{await code_of(swimming, gwen)} {GOOD}/x/x") == 303
    await window.follow()
    async with swimming.store.reading() as reading:
        sitting = await reading.scalar(select(ConsultationSitting.id))
    await window.send(at(swimming, f"sheets/{sitting}/undo"))
    row = await stands(swimming, gwen)
    assert (row.heard, row.stance) == (Heard.INVITED, None)
    assert [await count(swimming, table) for table in (ConsultationSitting, ConsultationReading)] == [0, 0]
    async with swimming.store.reading() as reading:
        verbs = set(await reading.scalars(select(RecordLine.verb)))
    assert {"consultation.sat", "consultation.sheet_undone"} <= verbs


async def test_what_others_went_on_with_or_another_typed_in_is_not_taken_back(swimming: Swimming) -> None:
    window, gwen = await mair(swimming), swimming.people[0]
    await typed(window, swimming, f"{await code_of(swimming, gwen)} {GOOD}")
    async with swimming.store.reading() as reading:
        sitting = await reading.scalar(select(ConsultationSitting.id))
    assert sitting is not None
    mair_id, sian_id, moment = swimming.person("Mair Elis"), swimming.person("Siân Llwyd"), now(swimming)
    async with swimming.store.writing() as writing:
        with pytest.raises(NotFound):
            await lifecycle.undo_sheet(writing, swimming.id, sitting, by=sian_id, at=moment)
        with pytest.raises(NotFound):
            await lifecycle.undo_sheet(writing, uuid4(), sitting, by=mair_id, at=moment)
        with pytest.raises(NotAllowed):
            await lifecycle.undo_sheet(writing, swimming.id, sitting, by=mair_id, at=moment + DAY)
    await checked(swimming, gwen)
    async with swimming.store.writing() as writing:
        with pytest.raises(AlreadyDone):
            await lifecycle.undo_sheet(writing, swimming.id, sitting, by=mair_id, at=moment)


async def test_invariant_76_a_sheet_led_by_whoever_delivers_the_care_is_refused(swimming: Swimming) -> None:
    window, gwen, moment = await mair(swimming), swimming.people[0], now(swimming)
    async with swimming.store.writing() as writing:
        await register.tie(
            writing, TieKind.DELIVERS_CARE_TO, swimming.person("Mair Elis"), gwen, moment.date(), by=None, at=moment
        )
    assert await typed(window, swimming, f"{await code_of(swimming, gwen)} {GOOD}") == 422
    assert "Somebody else has to lead" in window.text()


# --- The pack -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_pack_is_tagged_and_no_sheet_has_a_name(swimming: Swimming, language: str) -> None:
    window, gwen = await mair(swimming), swimming.people[0]
    await window.get(at(swimming, "pack"))
    for name in ("table", "sheets", "codes", f"{gwen}/pack"):
        answer = await window.get(at(swimming, f"pack/{name}.pdf?language={language}"))
        assert answer.status_code == 200, name
        with pikepdf.open(io.BytesIO(answer.content)) as file:
            assert bool(file.Root.MarkInfo.Marked) and str(file.Root.Lang) == language
            told = words_in(file)
        code = await code_of(swimming, gwen)
        assert (code in told) is (name != "table"), name
        assert ("Gwen Hughes" in told) is (name == "codes"), name
        if name == "sheets":
            assert on_paper((await stands(swimming, swimming.people[1])).code) not in told  # Siân asks Ana


def words_in(file: pikepdf.Pdf) -> str:
    """The document's text, by its own tool: what is painted, page by page."""
    out = io.BytesIO()
    file.save(out)
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=out.getvalue(), capture_output=True, check=True)
    return done.stdout.decode()


async def test_only_whoever_runs_it_prints_for_others_and_only_for_those_to_ask(swimming: Swimming) -> None:
    sian = await swimming.forums.town.window("Siân Llwyd")
    runs, gwen = swimming.person("Mair Elis"), swimming.people[0]
    assert (await sian.get(at(swimming, f"pack/codes.pdf?who_asks={runs}"))).status_code == 404
    assert (await sian.get(at(swimming, f"pack/{gwen}/pack.pdf"))).status_code == 404
    assert (await sian.get(at(swimming, "pack/sheets.pdf?file=99"))).status_code == 404
    window = await mair(swimming)
    other = swimming.person("Siân Llwyd")
    assert (await window.get(at(swimming, f"pack/codes.pdf?who_asks={other}"))).status_code == 200
    stranger = await swimming.forums.town.window("Nerys Puw")
    assert (await stranger.get(at(swimming, "pack"))).status_code in (403, 404)


# --- Tablets --------------------------------------------------------------------------------------------------------


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


async def test_a_sealed_sitting_comes_in_once(swimming: Swimming) -> None:
    tablet, gwen, sent_id = await taken(await mair(swimming)), swimming.people[0], uuid4()
    for _ in range(2):
        assert await tablet.sends(told(swimming, gwen), sent_id) == (200, {"kept": str(sent_id)})
    assert await count(swimming, ConsultationSitting) == 1
    assert (await stands(swimming, gwen)).heard is Heard.RECORDED


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
