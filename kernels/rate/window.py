"""A sliding window as a ring of 16 buckets in a record: counts and marks, and their sum.

Time is the number of a bucket (ns since the epoch // bucket size) and never runs backwards within a
record: what comes late is counted in the newest bucket. The window is the newest bucket and the 15
before it, so it covers between 15 and 16 bucket sizes.
"""

from kernels.jit import leaf
from kernels.rate.table import SEEN

BUCKETS = 16
LAST = BUCKETS - 1  # bucket & LAST is its place in the ring
# Words of a record, behind its key and SEEN, the newest bucket.
TENANCY = 3  # a number no other record, and no earlier owner of this one, ever had
TOTAL = 4  # sum of the ring
LEVEL = 5  # for the caller: where its hysteresis stands
RING = 8  # counts per bucket
MARKS = RING + BUCKETS  # bit sets per bucket, for the caller
STRIDE = MARKS + BUCKETS


@leaf
def advance(words, at, bucket):
    """Move the window on to `bucket`, forgetting what it leaves behind; never moves back."""
    newest = words[at + SEEN]
    if bucket <= newest:
        return
    for step in range(1, min(bucket - newest, BUCKETS) + 1):
        cell = at + RING + ((newest + step) & LAST)
        words[at + TOTAL] -= words[cell]
        words[cell] = 0
        words[cell + BUCKETS] = 0
    words[at + SEEN] = bucket


@leaf
def add(words, at, bucket, count):
    """Add `count`, which may be negative, to a bucket that is in the window."""
    words[at + RING + (bucket & LAST)] += count
    words[at + TOTAL] += count


@leaf
def marks(words, at):
    """All bits marked in the window."""
    bits = 0
    for step in range(BUCKETS):
        bits |= words[at + MARKS + step]
    return bits
