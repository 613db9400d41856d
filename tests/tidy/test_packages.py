"""Packages hold one sentence and no code, and only the two import packages are packages."""

import ast

import pytest

from tests.tidy import tree

PACKAGES = [path for path in tree.python() if path.name == "__init__.py"]


@pytest.mark.parametrize("path", PACKAGES, ids=str)
def test_package__is_one_docstring_line(path):
    body = tree.syntax(path).body
    assert 1 == len(tree.text(path).splitlines())
    assert 1 == len(body)
    assert ast.get_docstring(tree.syntax(path))


@pytest.mark.parametrize("path", tree.python("appliance", "kernels"), ids=str)
def test_folder_of_code__is_a_package(path):
    assert (tree.ROOT / path.parent / "__init__.py").exists()


def test_packaging__has_no_python():
    # A module there would shadow the library of that name, which tools import.
    assert [] == tree.python("packaging")


def test_root__has_no_python():
    assert [] == [path for path in tree.python() if len(path.parts) == 1]
