"""The first verifier: `govern verify BUNDLE` judges a counted ballot by its published files alone (docs/bundle.md).

It stands on the service's own code (`seal`, `rules.recounting`) and knows no database, no account and no rulebook.
`govern.ballots.verifier` is the second one, written apart from it; `tests/ballots/checking` holds them together.

Read in this order: `published` (the files, read once, and what could not be read), `log_checks` (V1 to V6, V8 to
V14), `count_checks` (V15 to V24), `told` (whether the facts of the count fit the manifest), `receipts` (V7), `heads`
(two views of one log, told apart), `verdicts` (all of it in order).
"""

from govern.ballots.checking.verdicts import Asked, Line, Verdict, verdicts

__all__ = ["Asked", "Line", "Verdict", "verdicts"]
