"""What is remembered: the minutes of a meeting, the papers of a result, and the audit trail a scrutineer reads.

    draft ──circulate──► circulated ──approve──► approved ──sign──► signed
      ▲ edit, bring results   │ edit ▲ circulate
                              ▼      │
                            amended ─┘

Others use `queries.minutes_of` (the minutes of a meeting) and link to `minutes/{id}`, `meetings/{id}/minutes`,
`papers/ballots/{id}/declaration.pdf` and `.docx`, and `office/record`.
"""
