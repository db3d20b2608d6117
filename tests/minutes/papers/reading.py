"""What an independent reader finds in a paper: the words of its PDF, and the checkers of PDF/UA on it."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from govern.documents import Document
from govern.documents.pdf import pdf


def words_of(document: Document, folder: Path) -> str:
    """All words of the printed paper as pdftotext reads them; silent under the two checkers of PDF/UA."""
    file = folder / f"{document.title[:20].replace('/', ' ')}-{document.language}.pdf"
    file.write_bytes(pdf(document))
    check_pdf(file)
    return text_of(file)


def text_of(file: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed")
    run = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True)
    return " ".join(run.stdout.split())


def check_pdf(file: Path, strict: str = "warning") -> None:
    """PDF/UA-1: tags, titles, languages, headers of tables, by two programs of others."""
    bin_ = Path(sys.executable).parent
    for name, command in (("pdfua", ["check"]), ("outloud", ["--fail-on", strict])):
        if importlib.util.find_spec(name) is not None:
            checked = subprocess.run(
                [str(bin_ / name), *command, str(file)], check=False, capture_output=True, text=True
            )
            assert checked.returncode == 0, checked.stdout


def has(words: str, *parts: str) -> None:
    for part in parts:
        assert part in words, f"{part!r} is not in {words[:3000]}"
