"""The life of peers and mandates (`standing`), of a file of mandates from paper (`files`), of proxies (`proxies`)."""

from govern.constituencies.representation.lifecycle.standing import end, end_office, give, open_office, renew

__all__ = ["end", "end_office", "give", "open_office", "renew"]
