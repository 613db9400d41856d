"""The only numba options in the project.

`kernel` marks a batch loop that the appliance calls; `leaf` marks a function that kernels call;
`inlined` one that is put into its caller, for what every message passes: a call with an array and
a NamedTuple costs some nanoseconds, and layer by layer they were half of the routing kernel's time.
Caching is on exactly when a cache directory was chosen before numba was imported (the appliance
keys that directory with a digest of every kernel file, because numba's own key misses edits in
callees).

No kernel allocates, so none counts references (_nrt): counting them around every call with an
array cost a third of the decoder's time. A leaf has no entry from Python unless
NUMBA_DEVELOPER_MODE is set, as the tests do: building those entries is a third of a cold start,
and nothing in service calls them.
"""

from typing import TYPE_CHECKING, Any, Callable, TypeVar

import numba

CACHE = bool(numba.config.CACHE_DIR)
IS_ENTERED = bool(numba.config.DEVELOPER_MODE)

if TYPE_CHECKING:
    F = TypeVar("F", bound=Callable[..., Any])

    def kernel(function: F) -> F:
        """A batch loop over columns; releases the interpreter lock."""
        return function

    def leaf(function: F) -> F:
        """A small function over one array and scalars, called from kernels."""
        return function

    def inlined(function: F) -> F:
        """A leaf on the way of every message, put into its caller."""
        return function

else:

    def kernel(function):
        """A batch loop over columns; releases the interpreter lock."""
        decorate = numba.njit(
            nogil=True, error_model="numpy", _nrt=False, no_cfunc_wrapper=True, cache=CACHE
        )
        return decorate(function)

    def leaf(function):
        """A small function over one array and scalars, called from kernels."""
        decorate = numba.njit(
            error_model="numpy",
            _nrt=False,
            no_cfunc_wrapper=True,
            no_cpython_wrapper=not IS_ENTERED,
            forceinline=False,  # or it would take over what its first caller is
        )
        return decorate(function)

    def inlined(function):
        """A leaf on the way of every message, put into its caller."""
        decorate = numba.njit(
            error_model="numpy",
            _nrt=False,
            no_cfunc_wrapper=True,
            no_cpython_wrapper=not IS_ENTERED,
            forceinline=True,
        )
        return decorate(function)
