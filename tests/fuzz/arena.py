"""Fenced memory: one page per slot, and on both sides of each page one that may not be touched.

      guard | slot 0 | guard | slot 1 | guard | ... | guard | the decoder's tail | guard

A process dies with SIGSEGV when one octet behind a frame that lies against the upper guard is
read, or one before a frame against the lower, or one behind the tail. Numba checks no bounds:
nothing else would notice.
"""

import ctypes
import mmap

import numpy as np

from kernels.decode.limits import TAIL_OCTETS

PAGE = mmap.PAGESIZE
STRIDE = 2 * PAGE
PROT_NONE = 0


def fenced(slots: int) -> tuple[np.ndarray, np.ndarray]:
    """Octets of the whole arena, and where each slot's page begins in them."""
    size = slots * STRIDE + PAGE + TAIL_OCTETS
    memory = mmap.mmap(-1, size + PAGE)
    octets = np.frombuffer(memory, np.uint8)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mprotect.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for guard in (*range(0, (slots + 1) * STRIDE, STRIDE), size):
        if libc.mprotect(octets.ctypes.data + guard, PAGE, PROT_NONE) != 0:
            raise OSError(ctypes.get_errno(), "mprotect")
    return octets[:size], PAGE + STRIDE * np.arange(slots)
