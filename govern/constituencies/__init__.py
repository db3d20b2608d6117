"""WHO: the rules a society lives by, its register of members, its boards and seats, and who speaks for whom.

This folder is a wing of rooms. `rulebook/` holds the society's rules, version by version, and `rulebook/book/` reads
them: every threshold, quorum, weight and cap that any other room applies comes from there as a value. The other rooms
of the wing tell the lives of members, of boards, and of peers and proxies. Upper rooms (ballots, meetings, forums)
import what each room's front page offers; nothing here knows a ballot, a meeting or a forum.
"""
