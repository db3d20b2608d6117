"""A made-up election of any size, the same on every machine: 20 candidates, 7 seats, a paper a line.

Voters belong to four groups. A group likes each candidate by its own measure, candidates early on the list are liked
more by all; each voter adds a taste of their own (Gumbel, so that rankings follow Plackett and Luce) and ranks as
many as they care to: one more with 84 per cent each time.

`python -m scripts.bench.synthetic NUMBER FILE` writes one.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

CANDIDATES = 20
SEATS = 7
GROUPS = 4
SEED = 20261122
AT_ONCE = 100_000


def write(file: Path, papers: int) -> None:
    """The election as BLT, in about 19 bytes a paper."""
    chance = np.random.Generator(np.random.PCG64(SEED))
    liked = chance.normal(0, 1.2, (GROUPS, CANDIDATES)) - 0.12 * np.arange(CANDIDATES)
    with file.open("w", encoding="ascii", newline="\n") as opened:
        opened.write(f"{CANDIDATES} {SEATS}\n")
        for begin in range(0, papers, AT_ONCE):
            number = min(AT_ONCE, papers - begin)
            tastes = liked[chance.integers(0, GROUPS, number)] + chance.gumbel(0, 1, (number, CANDIDATES))
            rankings = np.argsort(-tastes, axis=1) + 1
            lengths = np.minimum(chance.geometric(0.16, number), CANDIDATES)
            for ranking, length in zip(rankings.tolist(), lengths.tolist(), strict=True):
                opened.write(f"1 {' '.join(map(str, ranking[:length]))} 0\n")
        names = "".join(f'"Candidate {number:02d}"\n' for number in range(1, CANDIDATES + 1))
        opened.write(f'0\n{names}"{papers:,} made-up papers"\n')


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
