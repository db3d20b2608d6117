"""How pages are made and what people send is read: frame, forms, guards, errors, headers, languages.

The same for every room, and below them all: `web` knows no member, no ballot, no meeting. Its public face is
`page()` for an answer, `submitted()` for a form, the guards, and the templates under `web/`.
"""
