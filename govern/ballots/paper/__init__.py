"""The paper itself: its pages from the first question to the check page, and the sealing of it.

The service serves these pages, and so does the booth, a process of its own without database and names (ADR 34). So
nothing here knows who votes, where a paper comes from, or where an envelope goes: an `AnyBooth` says it.
`views` is what a paper shows, `drafts` what is chosen so far, `pages` the questions, the check page and an envelope
opened as a test, `pressing` the mode of one press, `sealing` what the check page keeps, `document` the paper as the
service hands it to the booth.
"""
