"""Calls, followed without being run.

The program's own functions are entered; others are judged by what they are given. A method may put what it is given
into the thing it is called on.
"""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass, field, replace

from benchwright.sandbox.checks.taint import fold
from benchwright.sandbox.checks.taint.classes import methods, self_name, super_methods
from benchwright.sandbox.checks.taint.guards import PRESENCE
from benchwright.sandbox.checks.taint.machine import Exit, Frame, Machine
from benchwright.sandbox.checks.taint.values import NOTHING, Fn, Keys, Value, const, joined

DEPTH = 14
READERS = {"get", "pop", "setdefault"}
COPIES = {"copy", "deepcopy", "dict", "OrderedDict", "SimpleNamespace"}
CHANGERS = {"sort", "reverse", "append", "extend", "insert", "remove", "clear", "update", "add", "discard", "popitem",
            "shuffle", "heapify", "heappush", "heappop", "insort"}  # fmt: skip
"""Methods and functions that change what they are called on, or given."""
SCALARS = {"int", "float", "str", "bool", "range"}
GIVERS = {"get", "pop", "setdefault", "popleft", "popitem", "values", "items", "copy", "most_common", "next"}
"""Methods and functions whose result may be what the thing holds."""
KEEPERS = {"list", "tuple", "set", "sorted", "reversed", "iter", "next", "enumerate", "zip", "dict", "deque", "filter",
           "frozenset", "max", "min", "deepcopy", "copy", "chain", "permutations", "combinations", "product", "islice",
           "OrderedDict", "Counter", "defaultdict"}  # fmt: skip
"""Functions whose result holds, or is, what the arguments hold."""
READS_OUTSIDE = {"input": "input()", "open": "open()"}
UNFOLLOWED = {"exec", "compile", "globals", "locals", "vars", "__import__"}
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True)
class Arguments:
    """What a call passes."""

    args: tuple[Value, ...] = ()
    kwargs: dict[str, Value] = field(default_factory=dict)
    spread: Value | None = None
    """What `*` and `**` pass: any of it may reach any parameter."""

    def everything(self) -> list[Value]:
        """All that is passed."""
        return [*self.args, *self.kwargs.values(), *([self.spread] if self.spread is not None else [])]


def call_expression(machine: Machine, node: ast.Call) -> Value:
    """The value of a call."""
    given = _arguments(machine, node)
    if isinstance(node.func, ast.Attribute):
        return _method(machine, node, node.func, given)
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    callee = machine.evaluate(machine, node.func)
    if callee.fns:
        found = joined([call(machine, fn, given, node) for fn in callee.fns], under=callee.taint, site=id(node))
        if found.const is None and not found.refs and found.origin is None:
            found = replace(found, site=machine.number(found.site, id(node)))
        return found.plus(callee.taint)
    if name == "super":
        return machine.lookup(self_name(machine)) or Value(site=id(node))
    if name and machine.lookup(name) is None:
        special = _builtin(machine, node, name, given)
        if special is not None:
            return special
    _put(machine, callee, given)
    return _foreign(machine, node, name, given, base=callee)


def _arguments(machine: Machine, node: ast.Call) -> Arguments:
    args, kwargs, spread = [], {}, []
    for arg in node.args:
        if isinstance(arg, ast.Starred):
            spread.append(machine.element(machine.evaluate(machine, arg.value)))
        else:
            args.append(machine.evaluate(machine, arg))
    for word in node.keywords:
        value = machine.evaluate(machine, word.value)
        if word.arg is None:
            spread.append(machine.element(value))
        else:
            kwargs[word.arg] = value
    return Arguments(tuple(args), kwargs, joined(spread, site=id(node)) if spread else None)


def _builtin(machine: Machine, node: ast.Call, name: str, given: Arguments) -> Value | None:
    """Builtins that need a rule of their own; none where the general one will do."""
    if name in READS_OUTSIDE:
        machine.outside.append((node.lineno, READS_OUTSIDE[name]))
    if name in UNFOLLOWED:
        machine.doubt(node.lineno, f"{name}()")
        return Value(taint=_all_taint(machine), site=id(node)) if name in {"locals", "vars"} else None
    if name == "eval" and given.args:
        return _eval(machine, node, given.args[0])
    if name == "getattr" and len(given.args) > 1 and given.args[1].const is not None:
        label = str(given.args[1].const.value)
        return machine.evaluate(
            machine, machine.keep(node, label, lambda: ast.Attribute(node.args[0], label, ast.Load()))
        )
    if name == "print":
        _print(machine, node, given)
        return Value(const=const(None), kind="NoneType")
    if name == "setattr" and len(given.args) == 3:
        named = given.args[1].const
        machine.write(given.args[0], str(named.value) if named else "*", given.args[2])
    return _folded(machine, node, name, given)


def _folded(machine: Machine, node: ast.Call, name: str, given: Arguments) -> Value | None:
    if len(given.args) != 1 or given.kwargs:
        return None
    found = fold.convert(name, machine.constant(given.args[0]))
    if found is not None:
        return Value(const=found, kind=type(found.value).__name__)
    if name == "len" and given.args[0].origin is None:
        taint = given.args[0].taint.union(*(machine.things[key].taint for key in given.args[0].refs))
        return Value(taint=taint, site=id(node), kind="int")
    if name in {"int", "float", "str", "round"} and given.args[0].origin:
        return replace(given.args[0], kind=name if name != "round" else "int")
    return None


def _print(machine: Machine, node: ast.Call, given: Arguments) -> None:
    for value in given.everything():
        machine.touch(value)
    whole = given.args[-1] if given.args else Value(const=const(""))
    taint = NOTHING.union(*map(machine.taint, given.everything()))
    machine.prints.append(Exit(whole.plus(taint), node.lineno, machine.control() | machine.frame.base))


def _eval(machine: Machine, node: ast.Call, text: Value) -> Value:
    """`eval` of a literal text is followed; of anything else it depends on what the text depends on."""
    if text.const is not None and isinstance(text.const.value, str):
        words = text.const.value.strip()
        try:
            inner = machine.keep(node, words, lambda: ast.parse(words, mode="eval").body)
        except (SyntaxError, ValueError):
            return Value(site=id(node))
        found = machine.evaluate(machine, inner)
        return replace(found, const=replace(found.const, plain=False)) if found.const is not None else found
    taint = machine.taint(text)
    if not taint:
        machine.doubt(node.lineno, "eval()")
    machine.touch(text)
    return Value(taint=taint, site=id(node))


def _all_taint(machine: Machine) -> Keys:
    return NOTHING.union(*(value.taint for value in machine.env.values()))


def _method(machine: Machine, node: ast.Call, func: ast.Attribute, given: Arguments) -> Value:
    base = machine.evaluate(machine, func.value)
    own = super_methods(machine, func) or methods(machine, base, func.attr)
    if own:
        return joined([call(machine, fn, given, node) for fn in own], site=id(node))
    held = [fn for value in machine.held(base, func.attr) for fn in value.fns]
    if held:
        return joined([call(machine, fn, given, node) for fn in held], site=id(node)).plus(base.taint)
    if base.origin is not None:
        found = _of_symbols(machine, node, base, given)
        if found is not None:
            return found
    if ast.unparse(func) in {"sys.stdin.read", "sys.stdin.readline", "sys.stdin.readlines", "os.getenv"}:
        machine.outside.append((node.lineno, ast.unparse(func)))
    _put(machine, base, given)
    machine.changed |= func.attr in CHANGERS and any(v.origin is not None for v in [base, *given.everything()])
    return _foreign(machine, node, func.attr, given, base=base)


def _of_symbols(machine: Machine, node: ast.Call, base: Value, given: Arguments) -> Value | None:
    """`symbols.get("key")` and what else only reads the symbols."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    known = given.args[0].const if given.args else None
    if name in READERS and known is not None and isinstance(known.value, str | int):
        found = machine.symbol(base, known.value, node)
        if name == "pop" or len(given.args) < 2 or machine.at((*(base.origin or ()), known.value)) is not None:
            return found
        return joined([found, given.args[1]], site=id(node)) if not given.args[1].const else found
    return base if name == "copy" else None


def _put(machine: Machine, base: Value, given: Arguments) -> None:
    """A method that is not ours may put what it is given into what it is called on."""
    inside = [machine.element(value) if value.refs else value for value in given.everything()]
    if base.refs and (given.everything() or machine.control()):
        for value in [*given.everything(), *inside]:
            machine.touch(value)
            machine.write(base, "*", value)


def _foreign(machine: Machine, node: ast.Call, name: str, given: Arguments, *, base: Value) -> Value:
    """A call of something that is not defined in the program: the result depends on all that goes in."""
    everything = given.everything()
    for value in [base, *everything] if name not in PRESENCE else []:
        machine.touch(value)
    back = [_call_back(machine, fn, given, node) for value in everything for fn in value.fns]
    taint = NOTHING.union(*map(machine.taint, [base, *everything, *back]))
    if not base.refs and not base.taint and not (isinstance(node.func, ast.Name) and hasattr(builtins, name)):
        _through(machine, everything)
    holders = [*([base] if name in GIVERS else []), *(everything if name in KEEPERS else [])]
    held = [inner for value in holders for inner in [*machine.held(value, "*"), *([value] if value.fns else [])]]
    kind = fold.RESULTS.get(name, "")
    if name in COPIES and len(everything) == 1 and everything[0].origin == ():
        return everything[0]
    if not held and not back and kind in SCALARS:
        return Value(taint=taint, site=id(node), kind=kind)
    return _holding(machine, node, [*held, *back], taint, kind)


def _holding(machine: Machine, node: ast.Call, held: list[Value], taint: Keys, kind: str) -> Value:
    """A result that may hold what was given, or be it."""
    key, thing = machine.thing(node)
    if held:
        known = thing.fields.get("*")
        thing.fields["*"] = joined([*([known] if known else []), *held], site=key)
    thing.taint |= taint
    refs = frozenset({key}).union(*(value.refs for value in held))
    return Value(taint=taint, refs=refs, fns=tuple(fn for value in held for fn in value.fns), site=key, kind=kind)


def _through(machine: Machine, everything: list[Value]) -> None:
    """`heapq.heappush(heap, item)`: a function of a module may put one argument into the one before."""
    for value in everything[1:]:
        for target in everything[:1]:
            machine.write(target, "*", value)


def _call_back(machine: Machine, fn: Fn, given: Arguments, node: ast.AST) -> Value:
    """A function handed to another (`map`, `sorted`, `reduce`) is called with items of the other arguments."""
    inside = joined([machine.element(value) for value in given.everything() if not value.fns], site=id(node))
    return call(machine, fn, Arguments(spread=inside), node)


def call(machine: Machine, fn: Fn, given: Arguments, node: ast.AST) -> Value:
    """Enter a function of the program."""
    machine.step()
    if isinstance(fn.node, ast.ClassDef):
        return _instance(machine, fn, given, node)
    entered = sum(frame.fn is not None and frame.fn.node is fn.node for frame in machine.frames)
    if entered >= 2 or len(machine.frames) > DEPTH:
        return Value(taint=NOTHING.union(*map(machine.taint, given.everything())), site=id(fn.node))
    scope = machine.number(id(fn.node), id(node), len(machine.frames), machine.frame.scopes[0])
    base = machine.frame.base | machine.control()
    frame = Frame((scope, *fn.scopes), fn=fn, base=base)
    _bind(machine, frame, fn.node, _with_self(fn, given))
    pc, loops, machine.pc, machine.loops = machine.pc, machine.loops, NOTHING, []
    machine.frames.append(frame)
    try:
        result = _run(machine, fn.node)
    finally:
        machine.frames.pop()
        machine.pc, machine.loops = pc, loops
    return result


def _run(machine: Machine, node: Function) -> Value:
    if isinstance(node, ast.Lambda):
        return machine.evaluate(machine, node.body)
    live = machine.execute(machine, node.body)
    frame = machine.frame
    if frame.yields:
        key, thing = machine.thing(node)
        thing.fields["*"] = joined(frame.yields, site=key)
        thing.taint |= NOTHING.union(*(value.taint for value in frame.yields))
        return Value(refs=frozenset({key}), site=key, kind="generator")
    exits = list(frame.exits)
    if live:
        exits.append(Exit(Value(const=const(None), kind="NoneType"), 0, machine.control()))
    under = NOTHING.union(*(found.under for found in exits))
    return joined([found.value for found in exits], under=under, site=id(node))


def _with_self(fn: Fn, given: Arguments) -> Arguments:
    return given if fn.bound is None else replace(given, args=(fn.bound, *given.args))


def _bind(machine: Machine, frame: Frame, node: Function, given: Arguments) -> None:
    """Give the parameters their values: the arguments, or the defaults."""
    spec = node.args
    names = [arg.arg for arg in (*spec.posonlyargs, *spec.args)]
    defaults = dict(zip(names[len(names) - len(spec.defaults) :], spec.defaults, strict=True))
    keyword = dict(zip((arg.arg for arg in spec.kwonlyargs), spec.kw_defaults, strict=True))
    defaults |= {name: value for name, value in keyword.items() if value is not None}
    values = dict(zip(names, given.args, strict=False))
    values |= {name: value for name, value in given.kwargs.items() if name in {*names, *keyword}}
    for name in [*names, *keyword]:
        if name not in values and given.spread is not None:
            values[name] = given.spread
        elif name not in values and name in defaults:
            values[name] = machine.evaluate(machine, defaults[name])
        machine.env[frame.scopes[0], name] = values.get(name, Value(site=id(node)))
    rest = [*given.args[len(names) :], *([given.spread] if given.spread is not None else [])]
    words = [value for name, value in given.kwargs.items() if name not in values]
    for extra, held in ((spec.vararg, rest), (spec.kwarg, [*words, *rest])):
        if extra is not None:
            key, thing = machine.thing(extra)
            thing.fields["*"] = joined(held, site=key)
            whole = held[0].origin if len(held) == 1 and held[0].origin == () else None
            machine.env[frame.scopes[0], extra.arg] = Value(refs=frozenset({key}), site=key, origin=whole)


def _instance(machine: Machine, fn: Fn, given: Arguments, node: ast.AST) -> Value:
    key, thing = machine.thing(node, home=fn)
    made = Value(refs=frozenset({key}), site=key, kind=fn.node.name if isinstance(fn.node, ast.ClassDef) else "")
    start = methods(machine, made, "__init__")
    if start:
        for method in start:
            call(machine, method, given, node)
        return made
    names = [n.target.id for n in ast.walk(fn.node) if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)]
    for name, value in [*zip(names, given.args, strict=False), *given.kwargs.items()]:
        machine.write(made, name, value)
    if given.spread is not None or len(given.args) > len(names):
        thing.taint |= NOTHING.union(*map(machine.taint, given.everything()))
    return made
