"""Mutants of a module: the same module with one small fault each, named so that the name outlives edits elsewhere."""

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.mutation.faults import faults

Change = Callable[[ast.AST], None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """`name` says function, text before and text after; the same fault a second time in one function has `#2`."""

    name: str
    line: int
    tree: ast.Module


def mutants(text: str) -> Iterator[Mutant]:
    """Every mutant of a module's text, in the order of its lines."""
    tree = ast.parse(text)
    seen: Counter[str] = Counter()
    for index, node, function in _sites(tree):
        for before, after, change in faults(node):
            changed = copy.deepcopy(tree)
            change(list(ast.walk(changed))[index])
            ast.fix_missing_locations(changed)
            name = f"{function}: {before} => {after}"
            seen[name] += 1
            yield Mutant(name if seen[name] == 1 else f"{name} #{seen[name]}", getattr(node, "lineno", 0), changed)


def _sites(tree: ast.Module) -> list[tuple[int, ast.AST, str]]:
    """Every node that may hold a fault: its place in ast.walk, and the function around it."""
    left_out = set(map(id, _texts_for_people(tree)))
    functions: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            functions |= dict.fromkeys(map(id, ast.walk(node)), node.name)
    sites = [
        (index, node, functions.get(id(node), "module"))
        for index, node in enumerate(ast.walk(tree))
        if id(node) not in left_out
    ]
    return sorted(sites, key=lambda site: (getattr(site[1], "lineno", 0), getattr(site[1], "col_offset", 0)))


def _texts_for_people(tree: ast.Module) -> Iterator[ast.AST]:
    """What is judged elsewhere: docstrings, types, imports, and a rule's sentences and examples."""
    for node in ast.walk(tree):
        match node:
            case ast.Import() | ast.ImportFrom():
                yield from ast.walk(node)
            case ast.Expr(value=ast.Constant()):
                yield from ast.walk(node)
            case ast.arg(annotation=ast.expr() as annotation) | ast.AnnAssign(annotation=annotation):
                yield from ast.walk(annotation)
            case ast.FunctionDef(decorator_list=parts) | ast.ClassDef(decorator_list=parts):
                for part in [*parts, *([node.returns] if isinstance(node, ast.FunctionDef) and node.returns else [])]:
                    yield from ast.walk(part)
            case ast.Call(func=ast.Name(id="Rule" | "Parameter")):
                yield node
                yield from _sentences(node)


def _sentences(call: ast.Call) -> Iterator[ast.AST]:
    """Of a rule all but what it does, of a parameter its description: the catalogue's tests read these."""
    for keyword in call.keywords:
        if keyword.arg not in ("judge", "parameters", "singleton_waives", "scope", "choices", "least", "default"):
            yield from ast.walk(keyword)
    if len(call.args) > 3:
        yield from ast.walk(call.args[3])
