"""Boards, councils and panels: who sits on which seat, since when, until when, and under which caps.

    seat ──> sits ──> vacate (resigned, removed, term over), or vacated by a change of status the same day
                 └──> a seat empty before its time: filled for the rest of the term, or run out

Seats are reserved or open, elected, co-opted, appointed, selected by another body, nominated by a partner, brought by
an office, or everybody's by belonging. Who stands down at the annual meeting is announced and drawn; every event
reckons all caps anew.

The top room of the wing: it sees the register and the rules. A step of the register that may cost somebody a seat is
taken from here, inside `lifecycle.heeding`, so its pages and the command that imports members stand in this room.

Others may import: what `queries`, `rules` and `lifecycle` give out, and `lifecycle.Particulars` for what is special
about a seat. Who adopts rules or changes the register calls `lifecycle.recheck` or stands inside `lifecycle.heeding`.
"""
