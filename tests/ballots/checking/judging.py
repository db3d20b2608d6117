"""What each of the two verifiers says of the same bundle, both in this process."""

from __future__ import annotations

import io
import tempfile
import zipfile
from itertools import count
from pathlib import Path

from govern.ballots.checking import Asked, Line, Verdict, verdicts
from govern.ballots.verifier import command
from tests.ballots.verifier.building import Files, packed

NOTHING = Asked()


def first(files: Files, asked: Asked = NOTHING) -> list[Line]:
    return verdicts(io.BytesIO(packed(files)), asked)


def failed(files: Files, asked: Asked = NOTHING) -> list[str]:
    """The checks of the first verifier that fail."""
    return [line.name for line in first(files, asked) if line.verdict is Verdict.FAIL]


def second_of(content: bytes) -> list[str]:
    """The checks of the second verifier that fail, of a bundle as it is published."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        path.write_bytes(content)
        found = command.verdicts(command.Asked(str(path)))
    return [name for name, verdict, _ in found if verdict == "FAIL"]


def both(files: Files) -> tuple[list[str], list[str]]:
    """The failed checks of the first and of the second verifier, of one and the same zip."""
    content = stored(files)
    found = verdicts(io.BytesIO(content), NOTHING)
    return [line.name for line in found if line.verdict is Verdict.FAIL], second_of(content)


def stored(files: Files) -> bytes:
    """A bundle whose files are not compressed: quicker where thousands are looked at."""
    space = io.BytesIO()
    with zipfile.ZipFile(space, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 22, 18, 0, 0)), content)
    return space.getvalue()


_judged = count()


def judge(content: bytes) -> None:
    """What the service publishes passes the first verifier, and every tenth of it the second."""
    lines = verdicts(io.BytesIO(content))
    assert not [line for line in lines if line.verdict is Verdict.FAIL]
    if next(_judged) % 10 == 0:
        assert second_of(content) == []
