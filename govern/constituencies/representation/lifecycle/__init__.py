"""The life of peers and mandates (`standing`), letters about them (`letters`), a file from paper (`files`), proxies
(`proxies`)."""

from govern.constituencies.representation.lifecycle.letters import remind_due, tell_over
from govern.constituencies.representation.lifecycle.standing import end, end_office, give, open_office, renew, someone

__all__ = ["end", "end_office", "give", "open_office", "remind_due", "renew", "someone", "tell_over"]
