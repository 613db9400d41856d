"""Files and functions that fit a screen or a few, and lists of parameters that fit a head."""

import ast

import pytest

from tests.tidy import tree

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
PARAMETERS_MAX = {"kernels": 8, "appliance": 6}
LOOP = "appliance/capture/loop.py"  # a kernel, though it lives with capture


@pytest.mark.parametrize("path", tree.python(), ids=str)
def test_file__fits(path):
    assert len(tree.text(path).splitlines()) <= FILE_LINES_MAX


@pytest.mark.parametrize("path", tree.python(), ids=str)
def test_function__fits(path):
    long = {
        node.name: lines
        for node in tree.functions(path)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert {} == long


@pytest.mark.parametrize("path", tree.python("kernels", "appliance"), ids=str)
def test_function__takes_few_parameters(path):
    most = PARAMETERS_MAX["kernels" if str(path) == LOOP else path.parts[0]]
    greedy = {
        node.name: len(tree.parameters(node))
        for node in tree.functions(path)
        if len(tree.parameters(node)) > most and not is_command(node)
    }
    assert {} == greedy


def is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether its parameters are options of the command line, which are as many as they are."""
    return bool({"command", "callback"} & tree.decorators(function))


@pytest.mark.parametrize("path", tree.python(), ids=str)
def test_file__says_what_it_is_for(path):
    assert ast.get_docstring(tree.syntax(path))
