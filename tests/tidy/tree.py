"""The source as data: which files there are, and their syntax trees. Used by every test beside it.

A file counts when git tracks it or would: what is ignored (environments, caches) is not the source.
"""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> tuple[Path, ...]:
    """Every file of the tree, relative to its root."""
    git = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    asked = [*git, "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(asked, capture_output=True, check=False)
    names = answer.stdout.decode().split("\0") if answer.returncode == 0 else unpacked()
    return tuple(Path(name) for name in sorted(set(names)) if name and (ROOT / name).is_file())


def unpacked() -> list[str]:
    """The files of a tree that came without its history: all but what is hidden or made."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
    made = re.compile(r"(?:^|/)(?:\.(?!ci|gitignore)|__pycache__)|^(?:build|dist)/")
    return [path.as_posix() for path in found if not made.search(path.as_posix())]


def python(*folders: str) -> list[Path]:
    """The Python files under these folders; of the whole tree when none is named."""
    return [
        path
        for path in files()
        if path.suffix == ".py" and (not folders or path.parts[0] in folders)
    ]


@cache
def text(path: Path) -> str:
    """The file's text; octets that are no text are replaced."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


@cache
def syntax(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(text(path), str(path))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, methods and inner ones too."""
    return [
        node
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def decorators(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Last part of each decorator's name: kernel, leaf, command, fixture."""
    names = set()
    for node in function.decorator_list:
        inner = node.func if isinstance(node, ast.Call) else node
        names.add(inner.attr if isinstance(inner, ast.Attribute) else getattr(inner, "id", ""))
    return names


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names of a function's parameters, without self and cls."""
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return [name for name in names if name not in {"self", "cls"}]


def imports(path: Path) -> list[tuple[int, str]]:
    """Line and full name of every module that a file imports, wherever in it."""
    found = []
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, each.name) for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.lineno, node.module or "."))
    return found
