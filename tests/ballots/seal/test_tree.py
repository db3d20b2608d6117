"""The tree against the vectors of Certificate Transparency and against the recursive definition of RFC 6962."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.seal import tree
from govern.ballots.seal.tree import (
    EMPTY_ROOT,
    Frontier,
    NotATree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    nodes_for_consistency,
    nodes_for_inclusion,
    verify_consistency,
    verify_inclusion,
)

# google/certificate-transparency, merkletree tests: eight leaves and the roots of their prefixes.
CT_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_PATHS = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CT_CONSISTENCY = {
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


class KeptTree:
    """What a database keeps: complete nodes by level and index, and the frontier as bytes between appends."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.roots = [EMPTY_ROOT]
        kept = Frontier().to_bytes()
        for index, leaf in enumerate(leaves):
            self.nodes[0, index] = leaf_hash(leaf)
            frontier, finished = Frontier.from_bytes(kept).append(self.nodes[0, index])
            self.nodes |= {(node.level, node.index): node.hash for node in finished}
            self.roots.append(frontier.root)
            kept = frontier.to_bytes()

    def lookup(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


def root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = root_by_definition(leaves[:split]), root_by_definition(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


CT = KeptTree([bytes.fromhex(leaf) for leaf in CT_LEAVES])
LEAVES = st.lists(st.binary(max_size=4), min_size=1, max_size=40)


def test_the_roots_are_those_of_certificate_transparency() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [root.hex() for root in CT.roots[1:]] == CT_ROOTS


@pytest.mark.parametrize(("index", "size"), CT_PATHS)
def test_the_paths_are_those_of_certificate_transparency(index: int, size: int) -> None:
    assert [step.hex() for step in inclusion_proof(CT.lookup, index, size)] == CT_PATHS[index, size]


@pytest.mark.parametrize(("old", "new"), CT_CONSISTENCY)
def test_the_consistency_proofs_are_those_of_certificate_transparency(old: int, new: int) -> None:
    assert [step.hex() for step in consistency_proof(CT.lookup, old, new)] == CT_CONSISTENCY[old, new]


@given(LEAVES)
def test_every_root_is_the_one_of_the_definition(leaves: list[bytes]) -> None:
    tree = KeptTree(leaves)
    assert tree.roots == [root_by_definition(leaves[:size]) for size in range(len(leaves) + 1)]


@given(LEAVES)
def test_every_leaf_of_every_size_has_a_path_that_verifies(leaves: list[bytes]) -> None:
    tree = KeptTree(leaves)
    for size in range(1, len(leaves) + 1):
        for index in range(size):
            proof = inclusion_proof(tree.lookup, index, size)
            assert verify_inclusion(leaf_hash(leaves[index]), index, size, proof, tree.roots[size])


@given(LEAVES)
def test_every_older_size_is_shown_to_be_a_beginning(leaves: list[bytes]) -> None:
    tree = KeptTree(leaves)
    new = len(leaves)
    for old in range(new + 1):
        proof = consistency_proof(tree.lookup, old, new)
        assert verify_consistency(old, new, tree.roots[old], tree.roots[new], proof)


@given(st.sets(st.binary(min_size=1, max_size=3), min_size=1, max_size=30).map(sorted), st.data())
def test_a_path_proves_nothing_else(leaves: list[bytes], data: st.DataObject) -> None:
    tree, size = KeptTree(leaves), len(leaves)
    index = data.draw(st.integers(0, size - 1))
    leaf, root = leaf_hash(leaves[index]), tree.roots[size]
    proof = inclusion_proof(tree.lookup, index, size)
    assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, root)
    assert not verify_inclusion(leaf, index, size, proof, leaf_hash(b"other"))
    assert not verify_inclusion(leaf, index, size, (*proof, bytes(32)), root)
    assert not any(
        verify_inclusion(leaf, other, size, proof, root) for other in range(-1, size + 1) if other != index
    )
    if proof:
        assert not verify_inclusion(leaf, index, size, proof[:-1], root)
        changed = data.draw(st.integers(0, len(proof) - 1))
        assert not verify_inclusion(leaf, index, size, (*proof[:changed], bytes(32), *proof[changed + 1 :]), root)
        assert not verify_inclusion(leaf, index, size, (proof[0][:31], *proof[1:]), root)


@given(LEAVES.filter(lambda leaves: len(leaves) > 1), st.data())
def test_a_log_that_was_changed_cannot_be_shown_to_continue(leaves: list[bytes], data: st.DataObject) -> None:
    tree, new = KeptTree(leaves), len(leaves)
    old = data.draw(st.integers(1, new - 1))
    proof = consistency_proof(tree.lookup, old, new)
    other = KeptTree([b"changed!", *leaves[1:]])
    assert not verify_consistency(old, new, other.roots[old], tree.roots[new], proof)
    assert not verify_consistency(old, new, tree.roots[old], other.roots[new], proof)
    assert not verify_consistency(old, new, tree.roots[old], tree.roots[new], (*proof, bytes(32)))
    assert not verify_consistency(old, new, tree.roots[old], tree.roots[new], proof[:-1])
    assert not verify_consistency(old, new, tree.roots[old], tree.roots[new], ())


def test_equal_and_empty_logs_need_no_steps() -> None:
    root = CT.roots[8]
    assert verify_consistency(8, 8, root, root, ())
    assert not verify_consistency(8, 8, root, CT.roots[7], ())
    assert not verify_consistency(8, 8, root, root, (bytes(32),))
    assert verify_consistency(0, 8, EMPTY_ROOT, root, ())
    assert verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, ())
    assert not verify_consistency(0, 8, root, root, ())
    assert not verify_consistency(0, 0, EMPTY_ROOT, root, ())
    assert not verify_consistency(8, 7, root, CT.roots[7], ())
    assert not verify_consistency(7, 8, CT.roots[7], root, (b"short",))


@given(st.integers(1, 300), st.data())
def test_the_nodes_to_fetch_are_exactly_those_that_are_looked_up(size: int, data: st.DataObject) -> None:
    tree = KeptTree([bytes([n & 255]) for n in range(size)])
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    for wanted in (nodes_for_inclusion(index, size), nodes_for_consistency(old, size)):
        assert set(wanted) <= tree.nodes.keys()
    fetched = {place: tree.nodes[place] for place in nodes_for_inclusion(index, size)}
    proof = inclusion_proof(lambda level, at: fetched[level, at], index, size)
    assert proof == inclusion_proof(tree.lookup, index, size)
    assert len(fetched) <= 2 * size.bit_length()


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 3), (3, 3)])
def test_a_leaf_outside_the_log_has_no_path(index: int, size: int) -> None:
    with pytest.raises(NotATree):
        inclusion_proof(CT.lookup, index, size)


@pytest.mark.parametrize(("old", "new"), [(3, 2), (-1, 2)])
def test_a_longer_log_does_not_come_before_a_shorter(old: int, new: int) -> None:
    with pytest.raises(NotATree):
        consistency_proof(CT.lookup, old, new)


@pytest.mark.parametrize(
    "kept",
    [b"", bytes(7), (1).to_bytes(8, "big"), (3).to_bytes(8, "big") + bytes(32), bytes(40), b"\xff" * (8 + 64 * 32)],
)
def test_a_damaged_frontier_is_refused(kept: bytes) -> None:
    with pytest.raises(NotATree):
        Frontier.from_bytes(kept)


def test_the_root_of_the_first_leaves_is_the_one_the_tree_had_then() -> None:
    frontier, roots = tree.Frontier(), [tree.EMPTY_ROOT]
    nodes: dict[tuple[int, int], bytes] = {}
    for place in range(70):
        leaf = tree.leaf_hash(bytes([place]))
        nodes[0, place] = leaf
        frontier, finished = frontier.append(leaf)
        nodes |= {(node.level, node.index): node.hash for node in finished}
        roots.append(frontier.root)
    for size, root in enumerate(roots):
        wanted = tree.nodes_for_root(size)
        assert tree.root_of_first(lambda level, index: nodes[level, index], size) == root
        assert len(wanted) == size.bit_count()
