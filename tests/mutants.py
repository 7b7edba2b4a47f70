"""Do the tests notice when what keeps readers safe is broken? `python -m tests.mutants [--each N] [--floor SHARE]`.

Small faults are put into copies of the modules that matter most, one at a time: a comparison turned round, a `not` left
out, `and` for `or`, another number, nothing returned. The module's own tests must fail or stall for each. Which ones is
drawn with a fixed seed. Exit 1 where a smaller share than the floor is noticed.
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.copies import JOBS, ROOT, ready, run_tests, written

TRIAGE = ("test_triage_rules", "test_triage", "test_triage_present")
TESTS = {
    "chatbot/triage.py": (*TRIAGE, "test_triage_properties"),
    "chatbot/triage_fever.py": TRIAGE,
    "chatbot/triage_index.py": TRIAGE,
    "chatbot/triage_language.py": TRIAGE,
    "chatbot/triage_line.py": TRIAGE,
    "chatbot/triage_pattern.py": TRIAGE,
    "chatbot/triage_read.py": TRIAGE,
    "chatbot/triage_rules.py": TRIAGE,
    "chatbot/triage_scope.py": TRIAGE,
    "chatbot/triage_spelling.py": TRIAGE,
    "chatbot/alarm.py": ("test_alarm", "test_replies"),
    "chatbot/quote.py": ("test_cite",),
    "chatbot/cite.py": ("test_cite", "test_transcript"),
    "chatbot/verify.py": ("test_transcript",),
    "chatbot/situations.py": ("test_situations",),
    "chatbot/consult.py": ("test_consult",),
    "chatbot/advise.py": ("test_advise",),
}
SEED, EACH, FLOOR = 4, 1, 0.7
SECONDS = 120
COMPARISONS = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
Fault = tuple[int, str, str]
"""The line of a fault, what it is, and the whole source with it."""


def faults(source: str) -> Iterator[Fault]:
    """Yield every fault that can be put into a source, each alone, in the order of the source."""
    for at, node in enumerate(_places(ast.parse(source))):
        if break_it := _way(node):
            tree = ast.parse(source)
            place = _places(tree)[at]
            break_it(place)
            yield node.lineno, f"{ast.unparse(node)} -> {ast.unparse(place)}", ast.unparse(tree)


def _places(tree: ast.Module) -> list[ast.expr | ast.Return]:
    """List what may be broken: not decorators and annotations, of which no test should tell."""
    left_out: set[int] = set()
    for node in ast.walk(tree):
        kept = [*getattr(node, "decorator_list", ()), getattr(node, "annotation", None), getattr(node, "returns", None)]
        left_out |= {id(inner) for part in kept if part is not None for inner in ast.walk(part)}
    return [node for node in ast.walk(tree) if isinstance(node, (ast.expr, ast.Return)) and id(node) not in left_out]


def _way(node: ast.AST) -> Callable[[Any], None] | None:
    match node:
        case ast.Compare(ops=[_]):
            return _turn
        case ast.BoolOp():
            return _exchange
        case ast.UnaryOp(op=ast.Not()):
            return _affirm
        case ast.Constant(value=bool() | int()):
            return _count_on
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            return _give_nothing
    return None


def _turn(node: ast.Compare) -> None:
    node.ops = [COMPARISONS[type(node.ops[0])]()]


def _exchange(node: ast.BoolOp) -> None:
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()


def _affirm(node: ast.UnaryOp) -> None:
    node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _count_on(node: ast.Constant) -> None:
    node.value = (not node.value) if isinstance(node.value, bool) else int(str(node.value)) + 1


def _give_nothing(node: ast.Return) -> None:
    node.value = ast.Constant(None)


def is_noticed(module: str, source: str, copy: Path) -> bool:
    """Tell whether the module's tests fail, stall or cannot run with another source of it."""
    tests = tuple(f"tests/{name}.py" for name in TESTS[module])
    with written(copy / module, source):
        return run_tests(copy, tests, SECONDS, ("-x", "-m", "not slow and not browser")).code != 0


def drawn(module: str, each: int) -> list[Fault]:
    """Draw some faults of a module, the same at every run."""
    known = list(faults((ROOT / module).read_text(encoding="utf-8")))
    return random.Random(f"{SEED} {module}").sample(known, min(each, len(known)))


def main() -> int:
    """Try faults in every module, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("modules", nargs="*", default=list(TESTS))
    parser.add_argument("--each", type=int, default=EACH, help="how many faults a module gets")
    parser.add_argument("--floor", type=float, default=FLOOR, help="which share must be noticed")
    parser.add_argument("--jobs", type=int, default=JOBS, help="how many at a time")
    options, started = parser.parse_args(), time.monotonic()
    with TemporaryDirectory() as folder, ready(Path(folder), options.jobs) as on_copies:
        sound = {TESTS[module]: module for module in options.modules}.values()
        for module, failed in zip(sound, on_copies(is_broken, sound), strict=True):
            if failed:
                sys.stdout.write(f"The tests of {module} fail without any fault; mend them first.\n")
                return 2
        chosen = [(module, fault) for module in options.modules for fault in drawn(module, options.each)]
        noticed = []
        for (module, (line, said, _)), found in zip(chosen, on_copies(is_fault_noticed, chosen), strict=True):
            noticed.append(found)
            sys.stdout.write(f"{'noticed ' if found else 'SURVIVED'}  {module}:{line}  {said}\n")
            sys.stdout.flush()
    share = sum(noticed) / max(len(noticed), 1)
    seconds = time.monotonic() - started
    sys.stdout.write(f"{sum(noticed)} of {len(noticed)} faults noticed ({share:.2f}) in {seconds:.0f} s\n")
    return 0 if share >= options.floor else 1


def is_broken(module: str, copy: Path) -> bool:
    """Tell whether the module's tests fail as it is."""
    return is_noticed(module, (ROOT / module).read_text(encoding="utf-8"), copy)


def is_fault_noticed(chosen: tuple[str, Fault], copy: Path) -> bool:
    """Tell whether a fault of a module is noticed."""
    module, (_, _, broken) = chosen
    return is_noticed(module, broken, copy)


if __name__ == "__main__":
    sys.exit(main())
