"""Reading what nobody has to trust: zips made to harm, documents with two spellings, and noise (T28)."""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govern.ballots.verifier.command import main
from govern.ballots.verifier.reading import Archive, Doc, Plain, Refusal, fraction, parsed, unspelled, written
from govern.ballots.verifier.shapes import LEAVES, leaf
from govern.ballots.verifier.tree import Head
from tests.ballots.verifier.ballots import a_small_bundle
from tests.ballots.verifier.building import VERIFY, Files, packed, resealed

CASES = 100_000 if os.environ.get("GOVERN_SOAK") else 2_000


def zipped(entries: list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    space = io.BytesIO()
    with zipfile.ZipFile(space, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content, method)
    return space.getvalue()


def good(*without: str, **more: bytes) -> list[tuple[str | zipfile.ZipInfo, bytes]]:
    files = {**a_small_bundle(), **more}
    return [(name, content) for name, content in sorted(files.items()) if name not in without]


def opened(tmp_path: Path, content: bytes) -> Archive:
    (tmp_path / "b.zip").write_bytes(content)
    return Archive(str(tmp_path / "b.zip"))


STRANGE_NAMES = [
    *("../manifest.json", "/etc/passwd", "mix/../manifest.json", "mix/", "mix/c1-s1-1.json/", "MANIFEST.JSON"),
    *("mix\\c1-s1-1.json", "mix/c01-s1-1.json", "mix/c0-s1-1.json", "mix/c1-s1-t1.json", "partial/c1-s1-1.json"),
    *("manifest.json ", "manifest.jsön", "extra.txt", "mix/c1-s1-1.json.bak", "C:/x", "mix/c1-s1-1.json\n"),
]


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_a_name_that_does_not_belong_in_a_bundle_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal):
        opened(tmp_path, zipped([*good(), (name, b"{}")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="twice"):
        opened(tmp_path, zipped([*good(), ("manifest.json", b"{}")]))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_way_of_packing_is_refused(tmp_path: Path, method: int) -> None:
    with pytest.raises(Refusal, match="packed"):
        opened(tmp_path, zipped(good(), method))


def test_a_bundle_that_lacks_a_file_or_carries_a_remark_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="lacks"):
        opened(tmp_path, zipped(good("facts.json")))
    space = io.BytesIO(zipped(good()))
    with zipfile.ZipFile(space, "a") as archive:
        archive.comment = b"psst"
    with pytest.raises(Refusal, match="remark"):
        opened(tmp_path, space.getvalue())


def test_a_zip_without_an_encrypted_mark_is_read_and_one_with_it_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped(good()))
    opened(tmp_path, bytes(content)).read("manifest.json")
    at = content.index(b"PK\x01\x02") + 8
    content[at] |= 1
    with pytest.raises(Refusal):
        opened(tmp_path, bytes(content))


def with_size(content: bytes, name: str, size: int) -> bytes:
    """The zip whose list says another unpacked size for one file."""
    changed, at = bytearray(content), 0
    while True:
        at = changed.index(b"PK\x01\x02", at + 1)
        length = struct.unpack_from("<H", changed, at + 28)[0]
        if changed[at + 46 : at + 46 + length] == name.encode():
            struct.pack_into("<I", changed, at + 24, size)
            return bytes(changed)


@pytest.mark.parametrize("size", [0, 5, 10_000_000, 2**31])
def test_a_file_that_lies_about_its_size_is_refused(tmp_path: Path, size: int) -> None:
    with pytest.raises(Refusal):
        opened(tmp_path, with_size(zipped(good()), "facts.json", size)).read("facts.json")


def test_a_zip_bomb_ends_with_one_and_not_with_the_machine(tmp_path: Path) -> None:
    """A gigabyte of noughts where a document has to be, in a process that may not have a gigabyte."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in good("slips.json"):
            archive.writestr(name, content)
        with archive.open("slips.json", "w") as file:
            for _ in range(65):
                file.write(bytes(2**20))
    (tmp_path / "b.zip").write_bytes(bomb.getvalue())

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))

    command = [sys.executable, "-I", str(VERIFY), str(tmp_path / "b.zip"), "--plain"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=bounded, timeout=120)
    assert done.returncode == 1 and done.stderr == "", done.stderr[-500:]
    assert "slips.json is larger than" in done.stdout


def told(tmp_path: Path, capsys: pytest.CaptureFixture[str], files: Files) -> tuple[int, list[str]]:
    (tmp_path / "b.zip").write_bytes(packed(files))
    code = main([str(tmp_path / "b.zip"), "--plain"])
    out = capsys.readouterr()
    assert "Traceback" not in out.out + out.err
    return code, [line for line in out.out.splitlines() if "FAIL" in line]


NOISE = [
    *(b"", b"null", b"[]", b"{}", b"1", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b"1" * 500_000),
    *(
        b"NaN",
        b"-0",
        b"1e999999",
        b"9007199254740992",
        b'{"a":1,"a":1}',
        b'"\\ud800"',
        b"[" + b"1," * 4_000_001 + b"1]",
    ),
]


@pytest.mark.parametrize(
    "name", ["manifest.json", "roll.json", "log.jsonl", "heads.json", "result.json", "verify.py"]
)
def test_whatever_stands_in_a_file_there_is_a_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for noise in NOISE:
        code, fails = told(tmp_path, capsys, resealed({**a_small_bundle(), name: noise}))
        assert code == 1 and fails, (name, noise[:20])


# Documents ----------------------------------------------------------------------------------------------------------

TWO_SPELLINGS = [
    *(
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":null}',
        b'{"a":-0}',
        b'{"a":01}',
        b' {"a":1}',
    ),
    *(b'{"a":1}\n', b'{"a":1,"a":1}', b'{"a":"\\u0041"}', b'{"a":"\\/"}', b'{"a":"e\xcc\x81"}', b'{"a":"\x7f"}'),
    *(b'{"a":"\\n"}', b'{"a":"\\ud800"}', b'\xef\xbb\xbf{"a":1}', b'{"a":9007199254740992}', b'{"a":Infinity}'),
    *(b'{"a":"\xc2\x85"}', b'{"a":tru}', b"{'a':1}", '{"\ufb00":1,"\U0001f600":2}'.encode()),
]


@pytest.mark.parametrize("content", TWO_SPELLINGS)
def test_a_document_with_a_second_spelling_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        parsed(content)


def test_names_stand_in_the_order_of_their_code_units() -> None:
    """Above the surrogates, UTF-16 and code points sort differently (RFC 8785, 3.2.3)."""
    content = '{"\U0001f600":2,"\ufb00":1}'.encode()
    assert written(parsed(content)) == content


def test_depth_is_bounded() -> None:
    assert parsed(b"[" * 16 + b"]" * 16)
    with pytest.raises(Refusal):
        parsed(b"[" * 18 + b"]" * 18)


PLAIN_VALUES = st.recursive(
    st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=CASES)
@given(
    st.binary(max_size=60)
    | PLAIN_VALUES.map(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-8", "ignore"))
)
def test_noise_is_refused_or_means_one_thing(content: bytes) -> None:
    try:
        value = parsed(content)
    except Refusal:
        return
    assert written(value) == content


LEAF_VALUES = st.fixed_dictionaries(
    {"kind": st.sampled_from([*LEAVES, "x"])},
    optional={name: PLAIN_VALUES for shape in LEAVES.values() for name in (n.rstrip("?") for n in shape)},
)


@settings(max_examples=CASES // 4)
@given(LEAF_VALUES)
def test_any_leaf_is_of_its_shape_or_refused(value: dict[str, Plain]) -> None:
    try:
        found = leaf(value)
    except Refusal:
        return
    assert set(found.plain) >= {"kind"}


@settings(max_examples=CASES // 4)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"a/b\n7\n{text}\n\n".encode()))
def test_any_note_is_a_head_or_refused(content: bytes) -> None:
    try:
        head = Head.of(content)
    except Refusal:
        return
    assert head.size >= 0 and len(head.root) == 32


@settings(max_examples=60 if CASES < 10_000 else 3_000, deadline=None)
@given(st.data())
def test_a_bundle_with_noise_in_it_has_a_verdict(data: st.DataObject) -> None:
    """Bytes of the zip itself are changed, anywhere: no crash, and never more than was there."""
    content = bytearray(PACKED)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        space = Path(os.environ.get("TMPDIR", "/tmp")) / f"second-{os.getpid()}.zip"
        space.write_bytes(bytes(content))
        archive = Archive(str(space))
        for name in archive.names():
            archive.sha256(name)
    except Refusal:
        pass
    finally:
        space.unlink()


PACKED = packed(a_small_bundle())


@pytest.mark.parametrize(
    "text", ["2/4", "1/0", "01/2", "1.5", "1/2 ", "-1/-2", "1e9/1", "", "/", "9" * 99 + "/1", "+1/2"]
)
def test_a_fraction_has_one_spelling(text: str) -> None:
    with pytest.raises(Refusal):
        fraction(text)


@pytest.mark.parametrize("text", ["A", "AB", "AA==", "AA\n", "A A", "A+A/", "AAAAA", "é"])
def test_bytes_have_one_spelling(text: str) -> None:
    with pytest.raises(Refusal):
        unspelled(text)


def test_a_name_of_another_kind_is_refused() -> None:
    doc = Doc({"n": 1, "b": True, "t": "x"})
    for name, read in (("t", doc.number), ("b", doc.number), ("n", doc.text), ("n", doc.flag), ("t", doc.all)):
        with pytest.raises(Refusal):
            read(name)
