"""What is remembered: what was said and decided, the papers made of it, what the law wants back, and how it is found.

A wing of rooms. `book/` is the ground: the minutes of every meeting from the first note to the signature, those of
the time before, and the audit trail a scrutineer reads. `papers/` makes of it what a secretary prints or files.
`returns/` says what is owed by when, and gives account of the year: the year plan, registers, the annual return and
the report on democracy. `search/` finds what was said, for each reader what they may read.
"""
