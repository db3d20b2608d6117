"""The society's rules: `book/` reads a rulebook's text and answers exact questions; this room keeps its versions.

    text ── adopt ──> version 1 ── adopt ──> version 2 …      nothing is ever changed or taken away

A ballot keeps the version it was opened under; everything else asks for the version in force on a day. `plain/` says
each rule as a sentence with its number. Who may be called (`Contact`) is kept beside the rules.

Others may import: `book`, `queries.in_force`, `queries.version`, `queries.groups_of`, `queries.find_face`,
`queries.forget_face`, the names in `rules`, and `lifecycle.adopt`.
"""
