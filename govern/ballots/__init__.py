"""Ballots: what is put to the vote, by whom it may be voted on, and what came of it.

A ballot has one or more contests (a resolution, an election, a choice of options). A voter sees a paper, makes one
slip a contest, and all the slips go sealed into one envelope; the envelope goes into an append-only log under a
random handle. The roll is frozen before the ballot opens, the log is closed before anything is opened, and every
step is recorded.

    draft ──> published ──> frozen ──> open ──> closed ──> counted ──> declared ──> archived
      │           │            │         │
      └───────────┴────────────┴─────────┴──> withdrawn        (envelopes cast stay sealed for ever)

`draft`      wording, contests and candidates are being written
`published`  wording stands and has been sent out with the notice
`frozen`     the roll is taken at the record date, handles are drawn, the manifest and its fingerprint are made
`open`       envelopes are accepted; voting again replaces the earlier envelope
`closed`     nothing more is accepted; which envelopes count follows from the log alone
`counted`    slips are opened apart from their envelopes, sorted, and counted by the rule in the manifest
`declared`   the returning officer has signed the result
`archived`   the time for challenge is over; what tied handles to people is erased

(With sealed slips, `mixed` and `decrypted` stand between closed and counted.)

Others may import: the queries, structs and rules of this room, and its pure packages
`ballots.count` (counting), `ballots.deciding` (thresholds, majorities), `ballots.seal` (documents, log, envelopes),
`ballots.duties` (the tools of scrutineers, mixers and witnesses). `ballots.paper` is the paper and its pages with no
database or a voter: the service serves it, and so does `govern.booth`.
"""
