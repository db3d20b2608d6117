"""Line numbers stay right whatever shape the TOML takes."""

from __future__ import annotations

import pytest

from govern.constituencies.rulebook.book.places import line_at, lines_of

TEXT = '''# first
schema = 1

[society]   # [not.a.table]
name = "a # b [c] = d"
languages = [
  "en",  # ] not the end
  "cy",
]
text = """
[[not.rows]]
key = 1 \\""" ""
"""
literal = \'\'\'
it's [here]
\'\'\'
after = 1
"quoted = key".inner = 2

[[row]]
id = "a"
pass = { op = "gt", of = "1/2" }
[[row]]
id = "b"
[row.sub]
deep = 1
[ other . "x]y" ]
last = 'c:\\'
end = 2'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("schema",), 2),
        (("society",), 4),
        (("society", "name"), 5),
        (("society", "languages"), 6),
        (("society", "text"), 10),
        (("society", "literal"), 14),
        (("society", "after"), 17),
        (("society", "quoted = key", "inner"), 18),
        (("row",), 20),
        (("row", 0), 20),
        (("row", 0, "pass", "of"), 22),
        (("row", 1), 23),
        (("row", 1, "id"), 24),
        (("row", 1, "sub", "deep"), 26),
        (("other", "x]y"), 27),
        (("other", "x]y", "end"), 29),
        (("nowhere", "at", "all"), 1),
    ],
)
def test_a_path_is_found_at_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_at(lines_of(TEXT), path) == line
