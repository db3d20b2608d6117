"""ristretto255 by libsodium: through `rbcl` where it is installed, else through the library of the system."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from govern.ballots.seal.cores import each_share
from govern.ballots.seal.group_python import BASE, Backend, L

SIZE = 32


class _Calls:
    """The calls that are used, however they are reached."""

    def __init__(
        self,
        is_valid: Callable[[bytes], bool],
        add: Callable[[bytes, bytes], bytes],
        subtract: Callable[[bytes, bytes], bytes],
        times: Callable[[bytes, bytes], bytes],
        base_times: Callable[[bytes], bytes],
        from_hash: Callable[[bytes], bytes],
    ) -> None:
        self.is_valid, self.add, self.subtract = is_valid, add, subtract
        self.times, self.base_times, self.from_hash = times, base_times, from_hash


class _Libsodium:
    """The backend. Scalars are in [1, L) and points not 0, so that no result but of adding is 0."""

    name = "libsodium"

    def __init__(self, calls: _Calls) -> None:
        self._calls = calls
        self.add = calls.add
        self.subtract = calls.subtract
        self.from_hash = calls.from_hash

    def is_valid(self, encoded: bytes) -> bool:
        """libsodium before 1.0.19 leaves the highest bit out, so that a point would have two encodings."""
        return encoded[SIZE - 1] < 0x80 and self._calls.is_valid(encoded)

    def times(self, scalar: int, point: bytes) -> bytes:
        return self._calls.times(scalar.to_bytes(SIZE, "little"), point)

    def base_times(self, scalar: int) -> bytes:
        return self._calls.base_times(scalar.to_bytes(SIZE, "little"))

    def weighted_sum(self, terms: list[tuple[int, bytes]]) -> bytes:
        found, *others = each_share(self._sum, terms)
        for other in others:
            found = self._calls.add(found, other)
        return found

    def _sum(self, terms: Sequence[tuple[int, bytes]]) -> bytes:
        found = identity = bytes(SIZE)
        for scalar, point in terms:
            if scalar == 0 or point == identity:
                continue
            if scalar == L - 1:
                found = self._calls.subtract(found, point)
            elif point == BASE:
                found = self._calls.add(found, self.base_times(scalar))
            else:
                found = self._calls.add(found, point if scalar == 1 else self.times(scalar, point))
        return found


def found() -> Backend | None:
    """libsodium as it can be reached here; None where it cannot, or where it is too old for this group."""
    calls = _through_rbcl() or _through_the_system()
    return None if calls is None else _Libsodium(calls)


def _through_rbcl() -> _Calls | None:
    try:
        rbcl = importlib.import_module("rbcl")
        library = importlib.import_module("rbcl._sodium")._sodium
    except (ImportError, OSError, AttributeError):
        return None
    if os.name == "posix":  # the package unpacks its library into a new file at each start and leaves it there
        Path(library._name).unlink(missing_ok=True)
    return _Calls(
        is_valid=lambda encoded: bool(rbcl.crypto_core_ristretto255_is_valid_point(encoded)),
        add=rbcl.crypto_core_ristretto255_add,
        subtract=rbcl.crypto_core_ristretto255_sub,
        times=rbcl.crypto_scalarmult_ristretto255,
        base_times=rbcl.crypto_scalarmult_ristretto255_base,
        from_hash=rbcl.crypto_core_ristretto255_from_hash,
    )


def _through_the_system() -> _Calls | None:
    name = ctypes.util.find_library("sodium")
    if name is None:
        return None
    library = ctypes.CDLL(name)
    if library.sodium_init() < 0 or not hasattr(library, "crypto_core_ristretto255_from_hash"):
        return None

    def made_by(call: Callable[..., int]) -> Callable[..., bytes]:
        def made(*given: bytes) -> bytes:
            out = ctypes.create_string_buffer(SIZE)
            if call(out, *given) != 0:
                raise ValueError("libsodium refused a point")
            return out.raw

        return made

    return _Calls(
        is_valid=lambda encoded: library.crypto_core_ristretto255_is_valid_point(encoded) == 1,
        add=made_by(library.crypto_core_ristretto255_add),
        subtract=made_by(library.crypto_core_ristretto255_sub),
        times=made_by(library.crypto_scalarmult_ristretto255),
        base_times=made_by(library.crypto_scalarmult_ristretto255_base),
        from_hash=made_by(library.crypto_core_ristretto255_from_hash),
    )
