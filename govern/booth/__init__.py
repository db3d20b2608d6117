"""The booth: a process of its own, where the member's own vote at the level AGM is filled in and sealed (ADR 34).

It has no database, no accounts, no mail and no names, and keeps nothing on disk. It holds its own key for cookies,
its public origin, the origin of the service that it stands beside, and the public keys by which it reads that
service's passes. Its pages are those of `govern.ballots.paper`, which the service serves too.

`settings` is what it is told at its start, `stay` what a browser keeps while somebody is here, `papers` what it
shows, `door` who comes in, `pages` the way from the door to the sealed envelope.
"""
