"""govern: the democracy of a social-care co-operative as a web service.

Read it as a house. `constituencies/` is who decides, `ballots/` is what is decided, `forums/` what is talked about,
`meetings/` when people meet, `minutes/` what is remembered; `desks/` are the pages that span them. Every room has the
same inner names, and its `lifecycle.py` tells the life of its thing in the order it is lived: open that file first.
Below the rooms stand `identity/` (who is here), `web/` (pages and forms), `post/` (mail), `documents/` (PDF, DOCX),
`record.py` (the audit chain) and `database.py`. `app.py` puts them together on one screen. `booth/` is a process
beside the service, where votes may be filled in without a name; `rehearsals/` try out a vote before it counts.
"""
