"""Components against the obvious way: two nodes are in one where each reaches the other."""

from hypothesis import given
from hypothesis import strategies as st

from benchwright.logic._components import components

GRAPHS = st.dictionaries(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=4), max_size=13)


def reached(graph, start):
    seen, todo = {start}, [start]
    while todo:
        for step in graph.get(todo.pop(), ()):
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return seen


@given(GRAPHS)
def test_components_are_what_reaches_one_another_and_come_after_what_they_rest_on(graph):
    found = list(components(graph, lambda node: graph.get(node, ())))
    nodes = {node for start in graph for node in reached(graph, start)}
    assert sorted(node for members in found for node in members) == sorted(nodes)
    far = {node: reached(graph, node) for node in nodes}
    done = set()
    for members in found:
        assert set(members) == {node for node in nodes if node in far[members[0]] and members[0] in far[node]}
        done |= set(members)
        assert far[members[0]] <= done


def test_a_long_chain_needs_no_recursion():
    assert len(list(components([0], lambda node: [node + 1] if node < 50_000 else []))) == 50_001
