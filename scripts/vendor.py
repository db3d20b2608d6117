"""Fetch what `govern/static/vendor/` holds from npm, at exact versions, and make it ours.

Run `python scripts/vendor.py` after changing a version below; it needs `npm` and nothing is run from the packages
(`--ignore-scripts`). The service itself never fetches anything. `SHA256SUMS` lets a test see that nobody edited
these files by hand. Two files are not in the packages and stay as they are: `mulberry-vote.svg`, which is not on npm,
and `govuk.LICENSE.txt`, which govuk-frontend keeps in its repository only.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "govern" / "static" / "vendor"

VERSIONS = {
    "govuk-frontend": "6.6.0",
    "htmx.org": "4.0.1",
    "@fontsource/atkinson-hyperlegible-next": "5.3.0",
    "openmoji": "17.0.0",
}

# Parts of govuk-frontend that we never draw: they need its JavaScript, or belong to GOV.UK's own frame.
# Their rules are left out, which keeps a page under the 300 KB of service-standard.md section 7, number 25.
UNUSED_PARTS = (
    "accordion|breadcrumbs|cookie-banner|exit-this-page|file-upload-button|footer|generic-header|header|"
    "js-character-count|notification-banner|password-input|phase-banner|service-navigation|tabs|"
    "task-list|logo"
)

# What a symbol stands for everywhere in the service, and which OpenMoji drawing it is.
SYMBOLS = {
    "yes": "1F44D",
    "no": "1F44E",
    "envelope": "2709",
    "locked": "1F512",
    "key": "1F511",
    "phone": "1F4DE",
    "talk": "1F4AC",
    "question": "2753",
    "people": "1F465",
    "hello": "1F44B",
    "agree": "1F91D",
    "house": "1F3E0",
    "bus": "1F68C",
    "money": "1F4B7",
    "ballot-box": "1F5F3",
    "write": "1F4DD",
    "read": "1F4D6",
    "look": "1F50D",
    "rules": "2696",
    "computer": "1F4BB",
    "clock": "1F550",
}

FONT_STACK = "GDS Transport,arial,sans-serif"
OUR_STACK = "var(--co-font,Verdana,Arial,sans-serif)"


def main() -> None:
    """Rebuild every vendored file and its checksum list."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        install(folder)
        modules = folder / "node_modules"
        vendor_stylesheet(modules / "govuk-frontend")
        vendor_htmx(modules / "htmx.org")
        vendor_fonts(modules / "@fontsource" / "atkinson-hyperlegible-next")
        vendor_symbols(modules / "openmoji")
    write_checksums()


def install(folder: Path) -> None:
    """Put the packages into `folder/node_modules` without running anything of theirs."""
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    packages = [f"{name}@{version}" for name, version in VERSIONS.items()]
    switches = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact"]
    subprocess.run(["npm", "install", *switches, *packages], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    for name, version in VERSIONS.items():
        found = json.loads((folder / "node_modules" / name / "package.json").read_text(encoding="utf-8"))["version"]
        if found != version:
            raise SystemExit(f"{name}: asked for {version}, got {found}")


def vendor_stylesheet(package: Path) -> None:
    """govuk-frontend's compiled CSS without its typeface, which is not ours to use, and without unused parts."""
    css = (package / "dist" / "govuk" / "govuk-frontend.min.css").read_text(encoding="utf-8")
    css, faces = re.subn(r"@font-face\{[^}]*\}", "", css)
    if faces != 2:
        raise SystemExit(f"govuk-frontend: expected 2 @font-face rules, found {faces}")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = without_unused(css.replace(FONT_STACK, OUR_STACK))
    for word in ("GDS", "url(", "@font-face", "@import", "sourceMapping"):
        if word in css:
            raise SystemExit(f"govuk-frontend: {word} is still in the stylesheet")
    (VENDOR / "govuk.css").write_text(css, encoding="utf-8")


def without_unused(css: str) -> str:
    """Leave out each rule all of whose selectors name an unused part; a group left empty goes too."""
    kept = []
    for prelude, body in rules_of(css):
        if body is None:
            kept.append(prelude + ";")
        elif prelude.startswith(("@media", "@supports")):
            inner = without_unused(body)
            kept.append(f"{prelude}{{{inner}}}" if inner else "")
        else:
            selectors = re.split(r",(?![^(]*\))", prelude)
            wanted = [one for one in selectors if not re.search(rf"\.govuk-({UNUSED_PARTS})(?![a-z])", one)]
            kept.append(f"{','.join(wanted)}{{{body}}}" if wanted else "")
    return "".join(kept)


def rules_of(css: str) -> list[tuple[str, str | None]]:
    """The top rules of minified CSS as (prelude, body); a statement such as `@charset` has no body."""
    found: list[tuple[str, str | None]] = []
    start = here = 0
    while here < len(css):
        if css[here] == ";":
            found.append((css[start:here], None))
            start = here + 1
        elif css[here] == "{":
            end, depth = here + 1, 1
            while depth:
                depth += {"{": 1, "}": -1}.get(css[end], 0)
                end += 1
            found.append((css[start:here].strip(), css[here + 1 : end - 1]))
            start, here = end, end - 1
        here += 1
    return found


def vendor_htmx(package: Path) -> None:
    """htmx as it is published, without the pointer to its source map."""
    script = (package / "dist" / "htmx.min.js").read_text(encoding="utf-8")
    script = re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", script)
    (VENDOR / "htmx.min.js").write_text(script, encoding="utf-8")
    shutil.copyfile(package / "LICENSE", VENDOR / "htmx.LICENSE.txt")


def vendor_fonts(package: Path) -> None:
    """Two weights, two ranges: the Welsh letters with a circumflex over w and y are only in latin-ext."""
    fonts = VENDOR / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for script in ("latin", "latin-ext"):
        for weight in (400, 700):
            source = package / "files" / f"atkinson-hyperlegible-next-{script}-{weight}-normal.woff2"
            shutil.copyfile(source, fonts / f"ahn-{script}-{weight}.woff2")
    shutil.copyfile(package / "LICENSE", fonts / "OFL.txt")


def vendor_symbols(package: Path) -> None:
    """The OpenMoji drawings by what they mean here, with who drew each in `symbols.csv` and in the notice."""
    folder = VENDOR / "symbols"
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = json.loads((package / "data" / "openmoji.json").read_text(encoding="utf-8"))
    authors = {entry["hexcode"]: entry["openmoji_author"] for entry in catalogue}
    rows = []
    for name, code in SYMBOLS.items():
        shutil.copyfile(package / "color" / "svg" / f"{code}.svg", folder / f"openmoji-{name}.svg")
        rows.append((name, f"openmoji-{name}.svg", f"OpenMoji {VERSIONS['openmoji']} {code}", authors[code]))
    rows.append(("vote", "mulberry-vote.svg", "Mulberry Symbols", "Steve Lee"))
    with (folder / "symbols.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("meaning", "file", "from", "drawn by", "licence"))
        table.writerows((*row, "CC BY-SA 4.0") for row in rows)
    shutil.copyfile(package / "LICENSE.txt", folder / "openmoji.LICENSE.txt")
    drawn = "\n".join(f"- `{file}` ({source}): drawn by {author}" for _, file, source, author in rows)
    (folder / "NOTICE.md").write_text(NOTICE.format(version=VERSIONS["openmoji"], drawn=drawn), encoding="utf-8")


NOTICE = """# Symbols of others

`openmoji-*.svg`: OpenMoji {version}, the open-source emoji and icon project (openmoji.org).
`mulberry-*.svg`: Mulberry Symbols, copyright 2018-2026 Steve Lee (mulberrysymbols.org).
All are under CC BY-SA 4.0 (creativecommons.org/licenses/by-sa/4.0), unchanged but for the file name.
The credits page of the service says the same. A changed symbol stays under CC BY-SA 4.0.

{drawn}

The pictures in `static/pictures/` were drawn for this project and are under the project's own licence.
"""


def write_checksums() -> None:
    """One line a file, as `sha256sum` writes it."""
    files = sorted(path for path in VENDOR.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(VENDOR)}\n" for path in files]
    (VENDOR / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
