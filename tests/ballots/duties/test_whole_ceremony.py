"""The whole ceremony by the zip application, on a Python that has nothing but its standard library."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages import catalog
from babel.messages.pofile import read_po

from govern.ballots.duties import one_file
from govern.ballots.seal import bundle, ceremony
from govern.ballots.seal.proof_documents import Mix, Partial
from govern.ballots.seal.selecting import select_by
from tests.ballots.duties import given_duties
from tests.ballots.duties.given_duties import (
    ORIGIN,
    TRUSTEES,
    Hall,
    Said,
    Service,
    expected_slips,
    slips_of,
)

OPENING = ("Ann", "Cai", "Eve")


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tools") / "govern-tools.pyz"
    path.write_bytes(one_file.built())
    return path


def test_t29_the_tools_are_built_twice_with_the_same_bytes(zipped: Path) -> None:
    again = one_file.built()
    assert hashlib.sha256(again).digest() == hashlib.sha256(zipped.read_bytes()).digest()


def test_t29_neither_the_day_of_the_catalogue_nor_what_compiled_it_is_in_the_tools(
    zipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people with the same sources, and other versions of what builds them, still have the same number."""
    as_it_is = catalog.Catalog._get_mime_headers

    def elsewhere(self: catalog.Catalog) -> list[tuple[str, str]]:
        other = {"POT-Creation-Date": "1999-01-01 00:00+0000", "Generated-By": "Babel 99"}
        return [(name, other.get(name, value)) for name, value in as_it_is(self)]

    monkeypatch.setattr(catalog.Catalog, "mime_headers", property(elsewhere, catalog.Catalog._set_mime_headers))
    assert one_file.built() == zipped.read_bytes()
    with zipfile.ZipFile(zipped) as archive:
        said = archive.read(one_file.CATALOGUE)
    assert b"Generated-By" not in said and b"Creation-Date" not in said and b"Plural-Forms" in said


def test_the_tools_hold_only_what_they_need() -> None:
    needed = one_file.needed()
    assert "govern.ballots.seal.ceremony" in needed
    rooms = {name for name in needed if not name.startswith(("govern.ballots.seal.", "govern.ballots.duties."))}
    assert rooms == {
        *("govern", "govern.ballots", "govern.ballots.seal", "govern.ballots.duties"),
        *("govern.errors", "govern.sentences"),
    }
    assert not {"govern.ballots.seal.box", "govern.ballots.seal.covers"} & set(needed)


@pytest.mark.parametrize("code", ["cy", "en"])
def test_the_zip_speaks_both_languages(zipped: Path, mixed: Service, code: str) -> None:
    words = [
        "trustee",
        "open",
        mixed.log_pack(),
        "--fingerprint",
        "one two",
        *mixed.hall.of("Ann"),
        "--language",
        code,
    ]
    ran = subprocess.run(
        [sys.executable, "-I", "-S", zipped, *map(str, words)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    said = {"cy": "Mae gan yr ôl bys 12 gair o'r rhestr.", "en": "The fingerprint has twelve words from the list."}
    assert said[code] in ran.stderr


def test_the_zip_holds_the_welsh_of_all_that_it_says(zipped: Path) -> None:
    with zipfile.ZipFile(zipped) as archive, archive.open(one_file.CATALOGUE) as packed:
        part = GNUTranslations(io.BytesIO(packed.read()))
    with (one_file.ROOT / one_file.CATALOGUE).open("rb") as file:
        whole = GNUTranslations(file)
    with (one_file.ROOT / one_file.CATALOGUE).with_suffix(".po").open("rb") as file:
        listed = [message for message in read_po(file, locale="cy") if message.id]
    ours = re.compile(r"ballots/(duties|seal/(packs|duties|ceremony|share_words|sharing|checkpoint))\b")
    texts = [one.id for one in listed if any(ours.match(name) for name, _line in one.locations)]
    assert len(texts) > 20
    for text in texts:
        one, many = (text, None) if isinstance(text, str) else text
        if many is None:
            assert part.gettext(one) == whole.gettext(one)
        else:
            assert [part.ngettext(one, many, n) for n in range(9)] == [whole.ngettext(one, many, n) for n in range(9)]


def test_the_same_commands_are_those_of_the_service() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "govern", "trustee", "open", "none.zip", "--folder", "nowhere"],
        capture_output=True,
        text=True,
        check=False,
        cwd=one_file.ROOT,
    )
    assert (ran.returncode, "There is no key in nowhere" in ran.stderr) == (1, True)


def test_five_scrutineers_two_mixers_and_two_witnesses_by_the_zip_alone(
    zipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_the_zip(*words: object) -> Said:
        command = [sys.executable, "-I", "-S", str(zipped), *map(str, words)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        return Said(ran.returncode, ran.stdout + ran.stderr)

    monkeypatch.setattr(given_duties, "tool", by_the_zip)
    hall = Hall(tmp_path / "all")
    hall.cards()
    hall.deal()
    for name in TRUSTEES:
        hall.accept(name)
    service = Service(hall, hall.manifest())
    service.open()
    service.vote()
    service.witnessed()
    service.close()
    service.witnessed()
    service.mixed("Mo", "Nia")
    for name in OPENING:
        said = service.open_by(name)
        assert said.code == 0, said.text
        service.take(hall.out / f"{name}.partial.zip")
    check_finished(service)
    assert service.manifest.log_origin == ORIGIN


WITHOUT_LIBSODIUM = """
import ctypes.util
import sys
ctypes.util.find_library = lambda name: None
sys.path.insert(0, sys.argv.pop(1))
from govern.ballots.seal import group
assert group.works_with() == "plain Python"
from govern.ballots.duties.commands import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_machine_without_libsodium_does_all_of_it_too(
    zipped: Path, closed: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_plain_python(*words: object) -> Said:
        command = [sys.executable, "-I", "-S", "-c", WITHOUT_LIBSODIUM, str(zipped), *map(str, words)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        return Said(ran.returncode, ran.stdout + ran.stderr)

    with monkeypatch.context() as patched:
        patched.setattr(given_duties, "tool", by_plain_python)
        closed.witnessed()
        closed.mixed("Mo", "Nia")
        for name in OPENING:
            said = closed.open_by(name)
            assert said.code == 0, said.text
            closed.take(closed.hall.out / f"{name}.partial.zip")
    check_finished(closed)


def check_finished(service: Service) -> None:
    """What came together passes every check of the ceremony and opens to what was voted."""
    manifest, leaves = service.manifest, service.leaves
    mixes = [Mix.from_bytes(content) for name, content in service.proofs.items() if name.startswith("mix/")]
    parts = [Partial.from_bytes(content) for name, content in service.proofs.items() if name.startswith("partial/")]
    inputs = ceremony.inputs_of(manifest, leaves, select_by(manifest, leaves))
    outputs = ceremony.check_chain(manifest, inputs, mixes)
    assert len(parts) == len(OPENING) * len(outputs) == 12
    for part in parts:
        ceremony.check_part(manifest, part, outputs[part.contest, part.style])
    assert slips_of(bundle.opened_slips(manifest, leaves, mixes, parts)) == expected_slips(manifest)
