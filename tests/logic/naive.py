"""The obvious evaluator that the engine is held against: rules tried tuple by tuple, worlds listed one by one."""

from itertools import product

from benchwright.logic.language import Aggregate, Call, Compare, Const, Holds, Var

OPS = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "mod": lambda a, b: a % b,
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, "!=": lambda a, b: a != b, "==": lambda a, b: a == b,
    "=": lambda a, b: a == b,
}  # fmt: skip
FOLDS = {"count": len, "sum": sum, "min": min, "max": max}


def value(term, binding):
    if isinstance(term, Const):
        return term.value
    if isinstance(term, Var):
        return binding[term.name]
    assert isinstance(term, Call)
    return OPS[term.name](*(value(arg, binding) for arg in term.args))


def match(args, row, binding):
    binding = dict(binding)
    for arg, found in zip(args, row, strict=True):
        if isinstance(arg, Var) and arg.name not in binding:
            binding[arg.name] = found
        elif value(arg, binding) != found:
            return None
    return binding


def meets(goal, binding, known):
    """Bindings that meet a goal whose variables are bound as far as they must be."""
    if isinstance(goal, Compare):
        if goal.op == "=" and isinstance(goal.left, Var) and goal.left.name not in binding:
            return [{**binding, goal.left.name: value(goal.right, binding)}]
        return [binding] if OPS[goal.op](value(goal.left, binding), value(goal.right, binding)) else []
    rows = [row for name, row in known if name == goal.atom.relation]
    found = [new for row in rows if (new := match(goal.atom.args, row, binding)) is not None]
    if goal.negated:
        return [] if found else [binding]
    return found


def bindings(rule, known):
    """All ways to meet a body; positive atoms first, then what only filters."""
    goals = sorted(rule.body, key=lambda goal: not isinstance(goal, Holds) or goal.negated)
    found = [{}]
    for goal in goals:
        found = [new for binding in found for new in meets(goal, binding, known)]
    return found


def heads(rule, known):
    ((_, head),) = rule.heads
    found = bindings(rule, known)
    fold = next((arg for arg in head.args if isinstance(arg, Aggregate)), None)
    if fold is None:
        return {(head.relation, tuple(value(arg, binding) for arg in head.args)) for binding in found}
    plain = [arg for arg in head.args if arg is not fold]
    groups = {}
    if not any(isinstance(arg, Var) for arg in plain) and fold.function in {"count", "sum"}:
        groups[tuple(arg.value for arg in plain)] = {}
    for binding in found:
        named = {name: bound for name, bound in binding.items() if not name.startswith("_#")}
        worth = tuple(value(arg, binding) for arg in fold.args)
        key = worth if fold.function == "count" else tuple(sorted(named.items()))
        groups.setdefault(tuple(value(arg, binding) for arg in plain), {})[key] = worth[0]
    at = head.args.index(fold)
    return {
        (head.relation, (*group[:at], FOLDS[fold.function](list(elements.values())), *group[at:]))
        for group, elements in groups.items()
    }


def needs(program, relation, seen=()):
    """Relations that one rests on."""
    found = set()
    for rule in program.rules:
        for _, head in rule.heads:
            if head.relation == relation:
                found |= {goal.atom.relation for goal in rule.body if isinstance(goal, Holds)}
    for name in found - set(seen):
        found |= needs(program, name, (*seen, *found))
    return found


def solve(program, facts):
    """All tuples that follow, stratum by stratum: rules are tried again and again until nothing comes."""
    known = {(fact.relation, fact.values) for fact in facts}
    relations = {head.relation for rule in program.rules for _, head in rule.heads}
    below = {name: needs(program, name) for name in relations}
    while relations:
        ready = {
            name for name in relations if below[name] & relations <= {r for r in relations if name in below[r]} | {name}
        }
        rules = [rule for rule in program.rules if rule.heads[0][1].relation in ready]
        while new := set().union(*(heads(rule, known) for rule in rules)) - known:
            known |= new
        relations -= ready
    return known


def worlds(facts):
    """(facts that hold, probability) of every world; certain facts hold in all."""
    sets = {}
    for fact in facts:
        key = ("own", fact.number) if fact.exclusive is None else fact.exclusive
        sets.setdefault(key, []).append(fact)
    options = []
    for members in sets.values():
        chances = [(fact, 1.0 if fact.probability is None else fact.probability) for fact in members]
        options.append([*chances, (None, 1.0 - sum(chance for _, chance in chances))])
    for world in product(*options):
        weight = 1.0
        for _, chance in world:
            weight *= chance
        if weight > 0:
            yield [fact for fact, _ in world if fact is not None], weight


def probabilities(program):
    """Tuple -> probability, by all worlds."""
    found = {}
    for facts, weight in worlds(program.facts):
        for row in solve(program, facts):
            found[row] = found.get(row, 0.0) + weight
    return found
