"""Every kind of paper as pictures: `python -m scripts.papers FOLDER`, and a part of a name to see some of them alone.

The papers are those of `tests/minutes/papers/shelf.py`, each in every form and in both languages. Needs pdftoppm
(poppler-utils).
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import tempfile
from pathlib import Path

from govern.documents.pdf import pdf
from tests.minutes.papers.shelf import the_shelf

DOTS_AN_INCH = 60


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, help="where the pictures go")
    asked.add_argument(
        "named", nargs="?", default="", help='a part of the name, like "consultation" or "easy_read-cy"'
    )
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        papers = asyncio.run(the_shelf(Path(home)))
    for paper in papers:
        if given.named in paper.called:
            file = given.folder / f"{paper.called}.pdf"
            file.write_bytes(pdf(paper.document))
            drawn = ["pdftoppm", "-r", str(DOTS_AN_INCH), "-png", str(file), str(file.with_suffix(""))]
            subprocess.run(drawn, check=True)
            print(paper.called)


if __name__ == "__main__":
    main()
