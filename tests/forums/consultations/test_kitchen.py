"""The printed pack, the sheets that come back, and tablets: pages as a facilitator without signal uses them."""

from __future__ import annotations

import io
import subprocess
from uuid import UUID, uuid4

import pikepdf
import pytest
from sqlalchemy import func, select

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.errors import AlreadyDone, NotAllowed, NotFound
from govern.forums.consultations import lifecycle
from govern.forums.consultations.models import (
    ConsultationPresent,
    ConsultationReading,
    ConsultationSitting,
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
