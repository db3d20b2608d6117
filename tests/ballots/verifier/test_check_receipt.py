"""The stand-alone checker agrees with the service on good receipts and on every byte that is changed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from govern.ballots.verifier import check_receipt
from govern.ballots.verifier.check_receipt import Doubtful, check
from govern.ballots.verifier.ed25519 import ORDER, verify
from tests.ballots.seal.test_receipts import ENVELOPES, a_receipt
from tests.ballots.seal.test_receipts import KEY as LOG_KEY

FOLDER = Path(check_receipt.__file__).parent


@pytest.mark.parametrize("number", range(len(ENVELOPES)))
def test_a_good_receipt_proves_its_envelope(number: int) -> None:
    receipt = a_receipt(number)
    told = check(receipt.to_bytes(), LOG_KEY)
    assert receipt.code in told and f"number {receipt.index + 1} of " in told


@settings(max_examples=300)
@given(st.data())
def test_a_receipt_with_one_changed_byte_proves_nothing(data: st.DataObject) -> None:
    content = bytearray(a_receipt(0).to_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    try:
        told = check(bytes(content), LOG_KEY)
    except Doubtful:
        return
    assert told == check(a_receipt(0).to_bytes(), LOG_KEY), "a change of spelling alone may pass, of content never"


def test_another_log_s_key_proves_nothing() -> None:
    with pytest.raises(Doubtful, match="not signed with this key"):
        check(a_receipt(0).to_bytes(), bytes(SigningKey.generate().verify_key))


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'{"envelope":1}', b"x" * 2_000_000])
def test_what_is_not_a_receipt_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(Doubtful):
        check(content, LOG_KEY)


@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32))
@settings(max_examples=30, deadline=None)
def test_signatures_are_judged_as_libsodium_judges_them(message: bytes, seed: bytes) -> None:
    key = SigningKey(seed)
    signature = key.sign(message).signature
    public = bytes(key.verify_key)
    assert verify(public, message, signature)
    assert not verify(public, message + b"!", signature)
    s = int.from_bytes(signature[32:], "little")
    assert not verify(public, message, signature[:32] + (s + ORDER).to_bytes(32, "little"))


@pytest.mark.parametrize("weak", [bytes(32), b"\x01" + bytes(31), b"\xff" * 32])
def test_weak_and_crooked_keys_are_refused(weak: bytes) -> None:
    assert not verify(weak, b"", weak + bytes(32))


def test_the_checker_needs_nothing_but_python(tmp_path: Path) -> None:
    """Only the standard library is imported, and the two files run alone in another folder."""
    for name in ("check_receipt.py", "ed25519.py"):
        tree = ast.parse((FOLDER / name).read_text("utf-8"))
        modules = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
        modules |= {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
        assert {m.split(".")[0] for m in modules} <= sys.stdlib_module_names | {"govern", "ed25519"}
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    (tmp_path / "receipt.json").write_bytes(a_receipt(1).to_bytes())
    start = "import sys; sys.path.insert(0, '.'); import check_receipt as c; sys.exit(c.main(sys.argv[1:]))"
    for key, code, said in ((LOG_KEY.hex(), 0, "has signed it"), ("00" * 32, 1, "proves nothing")):
        command = [sys.executable, "-I", "-c", start, "receipt.json", key]
        done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
        assert done.returncode == code and said in done.stdout, done
