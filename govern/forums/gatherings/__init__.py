"""A forum: the standing assembly of a place or of a circle of people, in one layer of the society's rules.

    found ──► people join, guests come, observers look on ──► somebody leads it for a term ──► it gathers
      │              │ leave                                        │ the limit is reached: the next one, or
      │              ▼                                              ▼ an extension that stands in the notes
      └──────────► close: what it did stays readable, nobody joins any more

What is to be talked about is raised by anybody in the forum and waits until a gathering takes it up. A forum of a
restricted layer, as families have it, is seen by those who belong to it and by whoever leads it (invariant 61): for
everybody else it is not there.

Other rooms of the wing use `queries` (`reach`, `forum`, `forums_of`), `lifecycle` (`raise_item`, `owe`) and `rules`.
"""
