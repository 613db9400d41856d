"""Distinct targets in a sliding window, remembering every event; twin of kernels.rate.distinct."""

BUCKETS = 16


class Distinct:
    """Counts at bucket granularity: the newest bucket of a source and the 15 before it."""

    def __init__(self) -> None:
        """Nothing seen."""
        self.events: dict[int, list[tuple[int, int]]] = {}  # source: (bucket, target) in order

    def enter(self, source: int, bucket: int) -> int:
        """The bucket in which an event of `source` counts: never one before its newest."""
        seen = self.events.setdefault(source, [])
        newest = seen[-1][0] if seen else bucket
        if newest - bucket >= BUCKETS:  # the clock was set back
            seen.clear()
            return bucket
        return max(newest, bucket)

    def count(self, source: int, bucket: int) -> int:
        """Distinct targets of `source` in the window that ends with `bucket`."""
        return len({target for at, target in self.events[source] if at > bucket - BUCKETS})

    def sight(self, source: int, bucket: int, target: int) -> int:
        """The count with one more event in it."""
        self.events[source].append((bucket, target))
        return self.count(source, bucket)


class Harvest:
    """The crossings that a stream of (bucket, source, target) makes."""

    def __init__(self, threshold: int, clear_below: int) -> None:
        """Everybody is armed."""
        self.counts = Distinct()
        self.levels: dict[int, int] = {}
        self.threshold = threshold
        self.clear_below = clear_below

    def observe(self, bucket: int, source: int, target: int) -> tuple[int, int] | None:
        """(count, level reached), or None."""
        at = self.counts.enter(source, bucket)
        if self.counts.count(source, at) < self.clear_below:
            self.levels.pop(source, None)
        total = self.counts.sight(source, at, target)
        level = self.levels.get(source, self.threshold)
        if total < level:
            return None
        self.levels[source] = 2 * level
        return total, level
