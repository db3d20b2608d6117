"""Hashing of passwords: argon2id, two at a time, away from the event loop; a queue that says when it is full.

One check costs about 40 ms of a core. A flood must not eat the machine that counts votes (security.md 7.1).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from govern.errors import Unavailable

T = TypeVar("T")

WORKERS = 2
QUEUE = 50
#: OWASP's and RFC 9106's smaller setting: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16)


class Pool:
    """At most `workers` at once and `queue` waiting; beyond that `Unavailable`, at once."""

    def __init__(self, workers: int = WORKERS, queue: int = QUEUE) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="passwords")
        self._most = workers + queue
        self._inside = 0

    async def run(self, work: Callable[[], T]) -> T:
        if self._inside >= self._most:
            raise Unavailable(
                "Many officers are signing in at this moment. Wait a little, then try again. "
                "Members use a link or a code."
            )
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._inside -= 1


_pool = Pool()


def hash_now(password: str) -> str:
    """Hash in this thread: for the command line, never for a request."""
    return _hasher.hash(password)


#: Nobody's. Checked where there is no password, so that an unknown address costs the same.
NOBODYS = hash_now("an officer nobody appointed")


async def hashed(password: str, pool: Pool = _pool) -> str:
    """What is kept of a new password. Raises `Unavailable` when the queue is full."""
    return await pool.run(lambda: _hasher.hash(password))


async def fits(kept: str | None, password: str, pool: Pool = _pool) -> bool:
    """Whether this is the password. Without a kept hash the same work is done, and the answer is no."""
    right = await pool.run(lambda: _fits(kept or NOBODYS, password))
    return right and kept is not None


def _fits(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (Argon2Error, InvalidHashError):
        return False
