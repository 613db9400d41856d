"""Words that the tree does without: drawers for anything, two words for one thing, local paths."""

import ast
import re

import pytest

from tests.tidy import tree

DRAWERS = re.compile(r"(?:^|_)(?:utils?|helpers?|managers?|handlers?|common|misc)(?:_|$)")
IN_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")  # FrameRing: Frame, Ring
POSITIONS = {"ptr", "off", "offs", "idx"}  # here: at, end, need, size, row
HERE_ONLY = re.compile(r"(?<![\w.])/(?:work|root)/\w|/opt/(?:wheels|pypi)")
WHO_WROTE = re.compile(
    r"\b(?:auto-?generated (?:by|with)|co-authored-by|language model|chat ?bot"
    r"|as an assistant)\b",
    re.IGNORECASE,
)
THIS = "tests/tidy/test_words.py"
FOREIGN = {"LICENSE", "uv.lock", THIS}


@pytest.mark.parametrize("path", tree.python(), ids=str)
def test_names__are_of_the_domain(path):
    classes = [node for node in ast.walk(tree.syntax(path)) if isinstance(node, ast.ClassDef)]
    names = [*path.with_suffix("").parts, *(IN_WORDS.sub("_", each.name) for each in classes)]
    assert [] == [name for name in names if DRAWERS.search(name.lower())]


@pytest.mark.parametrize("path", tree.python("kernels"), ids=str)
def test_positions__have_one_name_each(path):
    names = {node.id for node in ast.walk(tree.syntax(path)) if isinstance(node, ast.Name)}
    assert set() == names & POSITIONS


@pytest.mark.parametrize("pattern", [HERE_ONLY, WHO_WROTE], ids=["machine paths", "authorship"])
def test_text__is_about_the_product(pattern):
    found = [
        f"{path}:{number}: {line.strip()}"
        for path in tree.files()
        if str(path) not in FOREIGN
        for number, line in enumerate(tree.text(path).splitlines(), 1)
        if pattern.search(line)
    ]
    assert [] == found


def test_text__has_no_trailing_space_and_ends_its_last_line():
    found = []
    for path in tree.files():
        if str(path) in FOREIGN or not (content := tree.text(path)):
            continue
        lines = content.split("\n")
        found += [f"{path}:{n}" for n, line in enumerate(lines, 1) if line != line.rstrip()]
        found += [f"{path}: no newline at its end"] if lines[-1] else []
    assert [] == found
