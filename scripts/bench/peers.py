"""One peer counts one file: `python peers.py NAME FILE`, in an environment where that peer is installed.

Reads with a reader of its own, because peers read BLT slowly or not at all; it is timed apart. Prints JSON: user
seconds for reading, user seconds for making the peer's objects and counting, peak megabytes, who is elected.
"""

from __future__ import annotations

import gzip
import json
import resource
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

Papers = Counter[tuple[int, ...]]


def read(file: Path) -> tuple[int, int, Papers]:
    """Candidates, seats, and how many papers there are of each ranking. Empty papers are left out."""
    text = file.read_bytes()
    lines = (gzip.decompress(text) if file.suffix == ".gz" else text).decode().splitlines()
    candidates, seats = map(int, lines[0].split())
    papers: Papers = Counter()
    for line in lines[1:]:
        if line == "0":
            break
        words = [int(word) for word in line.split() if word != "-"]
        if len(words) > 2:
            papers[tuple(dict.fromkeys(words[1:-1]))] += words[0]
    return candidates, seats, papers


def pyrankvote(candidates: int, seats: int, papers: Papers) -> list[int]:
    from pyrankvote import Ballot, Candidate, single_transferable_vote

    stand = {number: Candidate(str(number)) for number in range(1, candidates + 1)}
    ballots = [
        Ballot(ranked_candidates=[stand[number] for number in ranking])
        for ranking, times in papers.items()
        for _ in range(times)
    ]
    result = single_transferable_vote(list(stand.values()), ballots, number_of_seats=seats)
    return [int(winner.name) for winner in result.get_winners()]


def votekit(candidates: int, seats: int, papers: Papers) -> list[int]:
    from votekit import RankBallot, RankProfile
    from votekit.elections import FastSTV

    ballots = tuple(
        RankBallot(ranking=tuple(frozenset({str(number)}) for number in ranking), weight=times)
        for ranking, times in papers.items()
    )
    names = tuple(str(number) for number in range(1, candidates + 1))
    profile = RankProfile(ballots=ballots, candidates=names, max_ranking_length=candidates)
    elected = FastSTV(profile, n_seats=seats, simultaneous=False).get_elected()
    return [int(name) for group in elected for name in group]


def pref_voting(candidates: int, seats: int, papers: Papers) -> list[int]:
    from pref_voting.profiles_with_ties import ProfileWithTies
    from pref_voting.proportional_methods import stv_scottish

    rankings = [{number: rank for rank, number in enumerate(ranking, start=1)} for ranking in papers]
    profile = ProfileWithTies(rankings, list(papers.values()), candidates=list(range(1, candidates + 1)))
    return [int(number) for number in stv_scottish(profile, num_seats=seats)]


PEERS: dict[str, Callable[[int, int, Papers], list[int]]] = {
    "pyrankvote": pyrankvote,
    "votekit": votekit,
    "pref_voting": pref_voting,
}


def used() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def main(name: str, file: Path) -> None:
    __import__(name)
    begun = used()
    candidates, seats, papers = read(file)
    have_read = used()
    elected = PEERS[name](candidates, seats, papers)
    counted = used()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"reading": have_read - begun, "counting": counted - have_read, "memory": memory, "elected": elected}
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
