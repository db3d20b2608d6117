"""Elected peers and their standing mandates: who speaks and votes for whom, how it was chosen, until when it holds.

    office ──> peer ──> mandate ──> carried ──┬── renew (its own act again)
                                              └── ended: withdrawn, term, review lapsed, membership ended

Stands on the register, beside the boards. How peers' votes are counted belongs to the ballots; this room hands down
who carries whom on a day, and who may help whom to vote (`support`).

Others may import: `queries.who_votes_for`, `queries.peers`, `queries.supporting`, `queries.helped_by`.
"""
