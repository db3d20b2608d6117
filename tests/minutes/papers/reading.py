"""What an independent reader finds in a paper: the words of its PDF, and the checkers of PDF/UA on it."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from govern.documents import Document
from govern.documents.pdf import pdf


def words_of(document: Document, folder: Path, strict: str = "warning") -> str:
    """All words of the printed paper as pdftotext reads them; silent under the two checkers of PDF/UA."""
    file = folder / f"{document.title[:20].replace('/', ' ')}-{document.language}.pdf"
    file.write_bytes(pdf(document))
    check_pdf(file, strict)
    check_inside(file)
    return text_of(file)


def text_of(file: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed")
    run = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True)
    return " ".join(run.stdout.split())


def check_pdf(file: Path, strict: str = "warning") -> None:
    """PDF/UA-1: tags, titles, languages, headers of tables, by two programs of others."""
    for name, command in (("pdfua", ["check"]), ("outloud", ["--fail-on", strict])):
        checked = subprocess.run([checker(name), *command, str(file)], check=False, capture_output=True, text=True)
        assert checked.returncode == 0 or only_a_hash(checked.stdout), checked.stdout


def checker(name: str) -> Path:
    """A checker of PDF/UA. They come with requirements-dev.txt; without them nothing would be checked unseen."""
    assert importlib.util.find_spec(name) is not None, f"{name} is not installed: pip install -r requirements-dev.txt"
    return Path(sys.executable).parent / name


def only_a_hash(said: str) -> bool:
    """On a paper of one page the hash at the foot is taken for prose, by chance of its letters: it stands in the text
    a second time, where it is read. Anything else that is said is a finding."""
    faults = re.findall(r"(?:ERROR|WARNING) +([A-Z]+-\d+)", said)
    return faults == ["TAG-002"] and re.search(r"evidence: [0-9a-f]{64}\n", said) is not None


#: On paper nothing stands nearer to the edge than a printer reaches, in points.
EDGE = 20


def check_inside(file: Path) -> None:
    """Every word stands inside its page: a table that is too wide is cut off, and no checker of PDF/UA says so."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed")
    run = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True, text=True)
    width = 0.0
    for line in run.stdout.splitlines():
        if found := re.search(r'<page width="([\d.]+)"', line):
            width = float(found[1])
        if found := re.search(r'<word xMin="([\d.-]+)".*xMax="([\d.-]+)".*>(.*)</word>', line):
            inside = float(found[1]) >= EDGE and float(found[2]) <= width - EDGE
            assert inside, f"{found[3]} stands outside the page of {file.name}"


def has(words: str, *parts: str) -> None:
    for part in parts:
        assert part in words, f"{part!r} is not in {words[:3000]}"
