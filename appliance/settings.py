"""The base of every part's Settings: frozen, strict about unknown keys, documented field by field.

Each part (a detector, a sink, the capture) owns one subclass beside its code; `config` composes
them from above. Units stand last in a field's name; bounds stand in its type; the default is the
shipped value.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,15}$")]
Plmn = Annotated[str, StringConstraints(pattern=r"^[0-9]{5,6}$")]
InterfaceName = Annotated[
    str,
    StringConstraints(pattern=r"^[^\s/]{1,15}$"),  # Linux's own rule (IFNAMSIZ less its zero)
    Field(json_schema_extra={"words": "an interface name of 1 to 15 characters, as in ip link"}),
]


class Settings(BaseModel):
    """One part's tunables."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


__all__ = ["Digits", "Field", "InterfaceName", "Plmn", "Settings"]
