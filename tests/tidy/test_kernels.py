"""What numba kernels may and may not do, read from their syntax (kernels/README.md says why)."""

import ast
from pathlib import Path

import pytest

from tests.tidy import tree

MAY_IMPORT = {"numpy", "numba", "llvmlite", "enum", "typing", "kernels"}
BUFFERS = {"buf", "octets"}
COMPILED = {"kernel", "leaf", "inlined"}
MAY_SUBSCRIPT = {
    "kernels/octets.py",  # the readers
    "kernels/tracefile.py",  # copies records into the ring
    "kernels/pcapng.py",  # as tracefile
    "kernels/timeorder.py",  # copies frames between rings
}
KERNELS = tree.python("kernels")
LOOP = Path("appliance/capture/loop.py")


def compiled(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a file that numba compiles."""
    return [node for node in tree.functions(path) if COMPILED & tree.decorators(node)]


@pytest.mark.parametrize("path", KERNELS, ids=str)
def test_kernels__import_next_to_nothing(path):
    foreign = [
        f"{line}: {name}"
        for line, name in tree.imports(path)
        if name.split(".", maxsplit=1)[0] not in MAY_IMPORT
    ]
    assert [] == foreign


@pytest.mark.parametrize("path", [*KERNELS, LOOP], ids=str)
def test_compiled_function__has_nothing_that_is_slow_or_throws(path):
    unwanted = (ast.Raise, ast.Try, ast.Assert, ast.Dict, ast.List, ast.ListComp, ast.DictComp)
    found = [
        f"{function.name}, line {node.lineno}: {type(node).__name__}"
        for function in compiled(path)
        for node in ast.walk(function)
        if isinstance(node, unwanted) or is_print(node)
    ]
    assert [] == found


def is_print(node: ast.AST) -> bool:
    """Whether this is a call of print."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"


@pytest.mark.parametrize("path", KERNELS, ids=str)
def test_octets__are_read_by_the_readers_alone(path):
    if str(path) in MAY_SUBSCRIPT:
        return
    found = [
        f"line {node.lineno}: {node.value.id}[...]"
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id in BUFFERS
    ]
    assert [] == found


@pytest.mark.parametrize("path", KERNELS, ids=str)
def test_leaf__takes_one_array(path):
    # More cost registers on the way of every message; a store is off that way.
    if path.parts[:2] == ("kernels", "store") or path.name == "octets.py":
        return
    greedy = {
        node.name: sorted(arrays)
        for node in compiled(path)
        if "leaf" in tree.decorators(node) and len(arrays := arrays_of(node)) > 1
    }
    assert {} == greedy


def arrays_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Parameters that are arrays, as far as syntax tells: subscripted, or called buf."""
    mine = set(tree.parameters(function))
    subscripted = {
        node.value.id
        for node in ast.walk(function)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)
    }
    return mine & (subscripted | {"buf"})
