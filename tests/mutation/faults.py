"""The faults that one node of a module's syntax can have: text before, text after, and the change that makes it so."""

import ast
from collections.abc import Callable, Iterator

Fault = tuple[str, str, Callable[[ast.AST], None]]

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLED = {"any": "all", "all": "any", "min": "max", "max": "min", "sorted": "list"}
_LONGEST = 160


def faults(node: ast.AST) -> Iterator[Fault]:
    """Every fault of one node. A change gets the same node of a copy of the module."""
    yield from _of_operator(node)
    yield from _of_value(node)
    yield from _of_condition(node)
    yield from _of_statement(node)
    yield from _of_end(node)


def _of_operator(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.Compare(ops=ops):
            for index, found in enumerate(ops):
                for other in _COMPARED[type(found)]:
                    yield _fault(node, _compared(index, other))
        case ast.BoolOp(op=operator, values=values):
            yield _fault(node, _setting("op", ast.Or() if isinstance(operator, ast.And) else ast.And()))
            for index in range(len(values)):
                yield _fault(node, _without_operand(index))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield _fault(node, _twice_not, ast.unparse(operand))
        case ast.BinOp(op=computed) if type(computed) in _COMPUTED:
            yield _fault(node, _setting("op", _COMPUTED[type(computed)]()))


def _of_value(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.Constant(value=bool() as flag):
            yield _fault(node, _setting("value", not flag))
        case ast.Constant(value=int() as number):
            yield _fault(node, _setting("value", number + 1))
            yield _fault(node, _setting("value", number - 1))
        case ast.Constant(value=str() as text):
            yield _fault(node, _setting("value", text + "XX"))
        case ast.Call():
            yield from _of_call(node)


def _of_condition(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.IfExp() | ast.If():
            yield _fault(node, _setting("test", ast.Constant(True)), "always")
            yield _fault(node, _setting("test", ast.Constant(False)), "never")
        case ast.comprehension(ifs=conditions):
            for index, condition in enumerate(conditions):
                yield ast.unparse(condition), "condition dropped", _without("ifs", index)
        case ast.While():
            yield _fault(node, _setting("test", ast.Constant(False)), "never")
        case ast.Match(cases=cases) if len(cases) > 1:
            for index, case in enumerate(cases):
                yield _shown(case), "case dropped", _without("cases", index)
        case ast.match_case(guard=ast.expr() as guard):
            yield _shown(node), f"without {ast.unparse(guard)}", _setting("guard", None)


def _of_call(node: ast.Call) -> Iterator[Fault]:
    match node.func:
        case ast.Name(id=name) if name in _CALLED:
            yield _fault(node, _setting("func", ast.Name(_CALLED[name], ast.Load())))
    if len(node.args) >= 2 and not _is_any_order(node.func):
        yield _fault(node, _swapped)
    if node.args:
        yield _fault(node, _without("args", len(node.args) - 1))
    for index in range(len(node.keywords)):
        yield _fault(node, _without("keywords", index))


def _of_statement(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.Return(value=ast.expr() as value) if not _is_nothing(value):
            yield _fault(node, _setting("value", ast.Constant(None)))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield _fault(node, _setting("value", ast.YieldFrom(ast.Tuple([], ast.Load()))))
        case ast.Expr(value=ast.Call()):
            yield _fault(node, _setting("value", ast.Constant(None)))
        case ast.AugAssign(op=operator) if type(operator) in _COMPUTED:
            yield _fault(node, _setting("op", _COMPUTED[type(operator)]()))


def _of_end(node: ast.AST) -> Iterator[Fault]:
    """Where a branch leaves early."""
    match node:
        case ast.If(body=[*_, ast.Continue() | ast.Break() as last]):
            other = ast.Break() if isinstance(last, ast.Continue) else ast.Continue()
            yield f"{_shown(node)} {_shown(last)}", _shown(other), _last_statement(other)
            yield f"{_shown(node)} {_shown(last)}", "pass", _last_statement(ast.Pass())
        case ast.If(body=[*_, ast.Return(value=None) | ast.Raise() as last]):
            yield f"{_shown(node)} {_shown(last)}", "pass", _last_statement(ast.Pass())


def _fault(node: ast.AST, change: Callable[[ast.AST], None], after: str | None = None) -> Fault:
    if after is None:
        # Parsed again: a change may not touch the node that is shown.
        copy = ast.parse(ast.unparse(node)).body[0] if isinstance(node, ast.stmt) else _expression(node)
        change(copy)
        after = _shown(copy)
    return _shown(node), after, change


def _expression(node: ast.AST) -> ast.AST:
    return ast.parse(ast.unparse(node), mode="eval").body


def _shown(node: ast.AST) -> str:
    """The first line of a node's text."""
    text = ast.unparse(ast.fix_missing_locations(node)).strip().partition("\n")[0]
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _setting(name: str, value: object) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, name, value)


def _compared(index: int, other: type[ast.cmpop]) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Compare)
        node.ops[index] = other()

    return change


def _without(name: str, index: int) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        getattr(node, name).pop(index)

    return change


def _without_operand(index: int) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.BoolOp)
        node.values.pop(index)
        if len(node.values) == 1:  # `a and a` is a: the node itself has to stay
            node.values.append(node.values[0])

    return change


def _twice_not(node: ast.AST) -> None:
    assert isinstance(node, ast.UnaryOp)
    node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _swapped(node: ast.AST) -> None:
    assert isinstance(node, ast.Call)
    node.args[0], node.args[1] = node.args[1], node.args[0]


def _last_statement(statement: ast.stmt) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.If)
        node.body[-1] = statement

    return change


def _is_any_order(function: ast.expr) -> bool:
    """Whether the order of arguments says nothing."""
    return getattr(function, "id", getattr(function, "attr", "")) in ("min", "max", "of_kind", "differ")


def _is_nothing(value: ast.expr) -> bool:
    """A constant that is false: None in its place is the same to whoever asks only for that."""
    return isinstance(value, ast.Constant) and not value.value
