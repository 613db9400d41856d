"""The only numba options in the project.

`kernel` marks a batch loop that the appliance calls; `leaf` marks a function that kernels call.
Caching is on exactly when a cache directory was chosen before numba was imported (the appliance
keys that directory with a digest of every kernel file, because numba's own key misses edits in
callees).
"""

from typing import TYPE_CHECKING, Any, Callable, TypeVar

import numba

CACHE = bool(numba.config.CACHE_DIR)

if TYPE_CHECKING:
    F = TypeVar("F", bound=Callable[..., Any])

    def kernel(function: F) -> F:
        """A batch loop over columns; releases the interpreter lock."""
        return function

    def leaf(function: F) -> F:
        """A small function over one array and scalars, called from kernels."""
        return function

else:

    def kernel(function):
        """A batch loop over columns; releases the interpreter lock."""
        return numba.njit(nogil=True, error_model="numpy", cache=CACHE)(function)

    def leaf(function):
        """A small function over one array and scalars, called from kernels."""
        return numba.njit(nogil=True, error_model="numpy", cache=CACHE)(function)
