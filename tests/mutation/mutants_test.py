"""The mutator: which faults it makes, and that a test which looks sees them."""

import ast

import pytest

from tests.mutation.mutants import mutants


def names(text: str) -> list[str]:
    return [mutant.name for mutant in mutants(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a < b", ["module: a < b => a <= b", "module: a < b => a >= b"], id="a boundary"),
        pytest.param("a in b", ["module: a in b => a not in b"], id="a membership"),
        pytest.param(
            "a or b",
            ["module: a or b => a and b", "module: a or b => b or b", "module: a or b => a or a"],
            id="an operand",
        ),
        pytest.param("not a", ["module: not a => a"], id="a negation"),
        pytest.param("a = 1", ["module: 1 => 2", "module: 1 => 0"], id="a number"),
        pytest.param("a = ['x', 'x']", ["module: 'x' => 'xXX'", "module: 'x' => 'xXX' #2"], id="a text, twice"),
        pytest.param(
            "f(a, b=c)",
            ["module: f(a, b=c) => None", "module: f(a, b=c) => f(b=c)", "module: f(a, b=c) => f(a)"],
            id="a call",
        ),
        pytest.param("[a for a in b if c]", ["module: c => condition dropped"], id="a condition"),
        pytest.param(
            "def f():\n    yield a",
            ["f: yield a => yield from ()"],
            id="a verdict",
        ),
        pytest.param(
            "def f():\n    for a in b:\n        if a:\n            continue",
            [
                "f: if a: => always",
                "f: if a: => never",
                "f: if a: continue => break",
                "f: if a: continue => pass",
            ],
            id="a way out",
        ),
        pytest.param(
            'def f(a: "x") -> "y":\n    """Text."""\n    return g',
            ["f: return g => return None"],
            id="neither types nor docstrings",
        ),
        pytest.param(
            'Rule(id="a", why="b", singleton_waives=True)', ["module: True => False"], id="of a rule what it does"
        ),
    ],
)
def test_the_faults_of(text: str, expected: list[str]) -> None:
    found = names(text)
    assert [name for name in found if name in expected] == expected
    assert len(set(found)) == len(found)


def test_every_mutant_is_another_module_that_compiles() -> None:
    text = "def f(a):\n    if a and not a.b:\n        raise g(1, 'x')\n    return [c for c in a if c > 1]\n"
    made = [ast.unparse(mutant.tree) for mutant in mutants(text)]
    assert len(made) > 15
    assert len({text, *made}) == len(made) + 1
    for each in made:
        compile(each, "mutant", "exec")
