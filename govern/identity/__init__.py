"""WHO IS HERE: people, the offices they hold, and how they prove who they are. Below every other room.

      a person ──────────── holds ──────────── offices (role, from, to)
         │
         │ shows                                       and is in
         ├── a link from a mail, with a code ───┐
         ├── a link on paper ───────────────────┼──►  a session ──► at the door of every request (`find_visitor`)
         ├── a code from a letter ──────────────┘     own device 24 hours, shared device 20 minutes idle
         └── password and authenticator ───────────►  officers: 8 hours, 15 minutes idle, stepping up
             or passkey

Tokens and codes are kept as hashes only; the browser holds the token, paper the code, the telephone the secret. Of a
passkey only the public half is here.

Others may import `queries` (`find_visitor`, `person`, `people_by_id`, `people_at`, `holders`, `offices_of`), the
steps of `lifecycle`, and the enums and limits of `rules`. Tables are for foreign keys by name: "person.id".
"""
