"""The catalogue of MAP operations: loaded from data, asked by (application context, version, code).

Codes are re-used between contexts, so a code alone answers only where all its contexts agree.
`table` compiles one question into an array for `kernels.judge.operation`. Left out: CAP and
Diameter, which are later issues.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kernels.columns import ABSENT
from kernels.judge.operation import ANY, CODES, VERSIONS

FOLDER = Path(__file__).parent
Context = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}v([0-9]|1[0-5])$")]
Direction = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]+>[A-Za-z]+$")]
Leak = Literal[
    "location", "precise_location", "state", "imei", "imsi", "serving_node", "roaming_number",
    "authentication", "profile", "trace", "password", "imei_status",
]  # fmt: skip
Category = Literal["1", "2", "3", "SMS"]
Code = Annotated[int, Field(ge=0, lt=CODES)]


class CatalogueError(Exception):
    """A catalogue file is not as it should be; the text is one line that names the row."""


class Row(BaseModel):
    """What operations and unallocated codes have in common."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: Category
    risk: int = Field(ge=0, le=5)
    provenance: tuple[Literal["sigfw", "oracle", "p1", "direction"], ...] = Field(min_length=1)


class Operation(Row):
    """One row of map_operations.yaml; the file's head says what the fields mean."""

    op: Code
    name: str | None = Field(default=None, min_length=1)
    contexts: tuple[Context, ...] = ()
    direction: Direction = "any>any"
    subject: Literal["imsi", "msisdn", "imei", "tmsi", "both", "dialogue", "none"] = "none"
    leak: tuple[Leak, ...] = ()
    note: str | None = None

    @property
    def keys(self) -> list[tuple[int, int]]:
        """Its (application context, version) pairs."""
        return [
            (int(ac), int(version)) for ac, _, version in (c.partition("v") for c in self.contexts)
        ]


class Unallocated(Row):
    """Codes that no operation has."""

    ops: tuple[Code, ...] = Field(min_length=1)


R = TypeVar("R", bound=Row)


@dataclass(slots=True)
class Operations:
    """The whole catalogue, indexed. Answers are None where the catalogue does not speak."""

    rows: tuple[Operation, ...]
    mapv1: frozenset[int]
    names_without_context: dict[int, str]
    contexts: dict[int, str]
    errors: dict[int, str]
    _exact: dict[tuple[int, int, int], int] = field(init=False, repr=False)
    _agreed: dict[int, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the rows; CatalogueError when two rows claim one context and code."""
        self._exact = {}
        by_code: dict[int, list[int]] = {}
        for index, row in enumerate(self.rows):
            by_code.setdefault(row.op, []).append(index)
            for ac, version in row.keys:
                if self._exact.setdefault((ac, version, row.op), index) != index:
                    where = f"code {row.op} in context {ac}v{version}"
                    raise CatalogueError(
                        f"operations: row {index + 1} ({row.name}): {where} is taken"
                    )
        self._agreed = {
            code: found[0]
            for code, found in by_code.items()
            if len({self.rows[index].category for index in found}) == 1
        }

    def find(self, ac: int, version: int, op: int) -> Operation | None:
        """The row of (ac, version, op), or else the code's if all its rows agree on category."""
        index = self._exact.get((ac, version, op), self._agreed.get(op))
        return None if index is None else self.rows[index]

    def name(self, ac: int, version: int, op: int) -> str | None:
        """The operation's name as 3GPP spells it, or None."""
        index = self._exact.get((ac, version, op))
        if index is not None:
            return self.rows[index].name
        names = {row.name for row in self.rows if row.op == op}
        return names.pop() if len(names) == 1 else self.names_without_context.get(op)

    def is_listed(self, ac: int, version: int, op: int) -> bool:
        """Whether 3GPP puts this operation into this version of this context."""
        return (ac, version, op) in self._exact

    def context_name(self, ac: int) -> str | None:
        """The application context's name as 3GPP spells it, or None."""
        return self.contexts.get(ac)

    def error_name(self, error: int) -> str | None:
        """The name of a returnError's code as 3GPP spells it, or None."""
        return self.errors.get(error)

    def table(self, choose: Callable[[Operation], int]) -> np.ndarray:
        """The table for `kernels.judge.operation`: what `choose` makes of rows, ABSENT for none."""
        lists: list[list[int]] = [[] for _ in range(CODES)]
        for (ac, version, op), index in self._exact.items():
            lists[op] += [ac * VERSIONS + version, choose(self.rows[index])]
        for op, index in self._agreed.items():
            lists[op] += [ANY, choose(self.rows[index])]
        starts = [CODES + 1]
        for entries in lists:
            if all(value == ABSENT for value in entries[1::2]):
                entries.clear()
            starts.append(starts[-1] + len(entries))
        return np.array(starts + [word for entries in lists for word in entries], np.int64)

    @property
    def names(self) -> frozenset[str]:
        """The names of all operations."""
        return frozenset(row.name for row in self.rows if row.name)


def load(folder: Path = FOLDER) -> Operations:
    """The catalogue in `folder`; CatalogueError names file and row."""
    operations, names = _read(folder / "map_operations.yaml"), _read(folder / "map_names.yaml")
    rows = [_row(Operation, "operations", *item) for item in enumerate(operations["operations"])]
    for item in enumerate(operations["unallocated"]):
        spare = _row(Unallocated, "unallocated", *item)
        shared = spare.model_dump(exclude={"ops"})
        rows += [Operation(op=op, **shared) for op in spare.ops]
    return Operations(
        tuple(rows),
        frozenset(int(op) for op in operations["mapv1_operations"]),
        {int(op): name for op, name in operations["names_without_context"].items()},
        {int(ac): name for ac, name in names["contexts"].items()},
        {int(code): name for code, name in names["errors"].items()},
    )


@cache
def shipped() -> Operations:
    """The catalogue that comes with the product, loaded once."""
    return load()


def name(ac: int, version: int, op: int) -> str | None:
    """The shipped catalogue's name of an operation, or None."""
    return shipped().name(ac, version, op)


def context_name(ac: int) -> str | None:
    """The shipped catalogue's name of an application context, or None."""
    return shipped().context_name(ac)


def error_name(error: int) -> str | None:
    """The shipped catalogue's name of an error, or None."""
    return shipped().error_name(error)


@cache
def _cap() -> dict[str, dict[str, str]]:
    """The names of CAP, loaded once."""
    names: dict[str, dict[str, str]] = _read(FOLDER / "cap_names.yaml")
    return names


def cap_name(op: int) -> str | None:
    """The name of a CAP operation as 3GPP spells it, or None."""
    return _cap()["operations"].get(str(op))


def cap_error_name(error: int) -> str | None:
    """The name of a CAP error as 3GPP spells it, or None."""
    return _cap()["errors"].get(str(error))


def _read(path: Path) -> Any:
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=yaml.CBaseLoader)  # noqa: S506 - a base loader builds text only
    except (OSError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path.name}: {' '.join(str(error).split())}") from error


def _row(kind: type[R], section: str, index: int, fields: Any) -> R:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        name = fields.get("name", "?") if isinstance(fields, dict) else "?"
        where = ".".join(str(part) for part in first["loc"])
        raise CatalogueError(
            f"map_operations.yaml: {section}: row {index + 1} ({name}): {where}: {first['msg']}"
        ) from error
