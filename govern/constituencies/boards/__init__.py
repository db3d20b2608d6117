"""Boards, councils and panels: who sits on which seat, since when, until when, and under which caps.

    seat ──> sits ──> vacate (resigned, removed, term over), or vacated by a change of status the same day

The top room of the wing: it sees the register and the rules. A step of the register that may cost somebody a seat is
taken from here, inside `lifecycle.heeding`, so its pages and the command that imports members stand in this room.

Others may import: `queries.sitting`, `queries.boards`, `queries.breaches`, the rules of seats and caps in `rules`,
`lifecycle.seat`, `lifecycle.vacate` and `lifecycle.heeding`.
"""
