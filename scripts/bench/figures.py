"""How figures are told: the middle, the slow end, and a row of a table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def percentile(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def milliseconds(values: Sequence[float]) -> str:
    """ "p50 3.1, p95 7.9, p99 12.0 ms" """
    shown = (f"p{int(part * 100)} {percentile(values, part) * 1000:.1f}" for part in (0.5, 0.95, 0.99))
    return ", ".join(shown) + " ms"


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
