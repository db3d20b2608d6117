"""Circles outside the bodies of the rules: nested, each with an aim and a domain; teams led by the person supported.

    begins under a circle or a body ──► people sit in it ──► links sit in both ──► it decides in its domain:
         │                                   │                                      together, and recorded,
         │  a team: its person chooses them  │                                      or by rounds of consent
         ▼                                   ▼                                           │
    it leaves with its records, or joins from elsewhere with what it brings (M23) ◄──────┘

A team is led by the person it is around: they alone say who is in it, or a supporter they named notes their choice
(M19). A private one is not there for anybody who is not in it (M42). What a circle may decide is its domain; whatever
else is refused with the circle or the body that may (invariant 68). The rounds are those of `ballots`: a circle is
handed down to them with who sits in it.
"""
