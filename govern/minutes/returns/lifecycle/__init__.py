"""What officers do with returns: `filing` (ticking what was done outside, taking a tick back), `inspecting` (who saw
a register), `figures` (what is typed for the annual return, and the return as it was sent)."""

from govern.minutes.returns.lifecycle.filing import Ticked, content_of, keep, tick, undo
from govern.minutes.returns.lifecycle.inspecting import TAKEN, inspected, taken_whole

__all__ = ["TAKEN", "Ticked", "content_of", "inspected", "keep", "taken_whole", "tick", "undo"]
