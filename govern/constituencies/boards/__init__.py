"""Boards, councils and panels: who sits on which seat, since when, until when, and under which caps.

    seat ──> sits ──> vacate (resigned, removed, term over), or vacated by a change of status the same day
                 └──> a seat empty before its time: filled for the rest of the term, or run out

Seats are reserved or open, elected, co-opted, appointed, selected by another body, nominated by a partner, brought by
an office, or everybody's by belonging. Who stands down at the annual meeting is announced and drawn; every event
reckons all caps anew.

It sees the register and the rules. A step of the register that may cost somebody a seat is taken inside
`lifecycle.heeding`; where it may end a mandate too, in the desks, whose `heeding` has this one in it.

Others may import: what `queries`, `rules` and `lifecycle` give out, and `lifecycle.Particulars` for what is special
about a seat. Who adopts rules or changes the register calls `lifecycle.recheck` or stands inside `lifecycle.heeding`.
"""
