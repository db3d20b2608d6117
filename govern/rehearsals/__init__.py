"""Rehearsals: before a vote counts, those who run it do it once where nothing counts.

`copying` makes a copy of a society beside it and takes it away again. `dress` holds a whole rehearsal without a
browser, with people who use the tools (`hall`), and `judging` lets both verifiers look at what came of it. `commands`
is `govern rehearse`.
"""

from govern.rehearsals.copying import Begun, begin, check_there, end, name_of

__all__ = ["Begun", "begin", "check_there", "end", "name_of"]
