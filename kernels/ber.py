"""Tags and lengths of the Basic Encoding Rules (X.690 8.1), read leniently and judged strictly.

      identifier   class | constructed | number      number 31: more octets follow, seven bits each
      length       short form, long form, or 0x80: indefinite, ended by 00 00

Legal BER that ordinary MAP never uses is read through and reported as an oddity, because
encodings of this kind have been used to pass firewalls. A length that runs past the outer element
is clamped to it.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import u8
from kernels.outcome import Oddity, Stop

NESTING_MAX = 16  # open indefinite lengths while looking for an end-of-contents
LENGTH_OCTETS_MAX = 4
TAG_OCTETS_MAX = 4

HIGH_TAG = np.int64(1 << Oddity.HIGH_TAG)
NON_MINIMAL = np.int64(1 << Oddity.NON_MINIMAL_LENGTH)
INDEFINITE = np.int64(1 << Oddity.INDEFINITE_LENGTH)
MISMATCH = np.int64(1 << Oddity.LENGTH_MISMATCH)

CONSTRUCTED = 0x20


class Element(NamedTuple):
    """One tag and length; a number of 31 or more stands in `number` alone."""

    tag: int  # identifier octet, class and constructed bits and a number below 31, in low-tag form
    number: int
    value_at: int
    value_end: int
    next_at: int  # behind the element, its end-of-contents included
    oddities: int
    stop: int


@leaf
def broken(stop):
    """No element here, and why."""
    zero = np.int64(0)
    return Element(zero, zero, zero, zero, zero, zero, np.int64(stop))


@leaf
def contents_end(buf, at, end):
    """Where the end-of-contents of an indefinite length begins that opened before `at`, or -1."""
    depth = np.int64(1)
    while end - at >= 2:
        if u8(buf, at) == 0 and u8(buf, at + 1) == 0:
            depth -= 1
            if depth == 0:
                return at
            at += 2
            continue
        at = skip_tag(buf, at, end)
        if at >= end:
            return np.int64(-1)
        size = u8(buf, at)
        at += 1
        if size == 0x80:
            depth += 1
            if depth > NESTING_MAX:
                return np.int64(-1)
            continue
        if size > 0x80:
            octets = size & 0x7F
            if octets > LENGTH_OCTETS_MAX or octets > end - at:
                return np.int64(-1)
            size = long_length(buf, at, octets)
            at += octets
        if size > end - at:
            return np.int64(-1)
        at += size
    return np.int64(-1)


@leaf
def skip_tag(buf, at, end):
    """Behind the identifier octets at `at`; may equal `end`."""
    high = (u8(buf, at) & 0x1F) == 0x1F
    at += 1
    while high and at < end:
        high = (u8(buf, at) & 0x80) != 0
        at += 1
    return at


@leaf
def long_length(buf, at, octets):
    """A long-form length of `octets` octets (at most four)."""
    size = np.int64(0)
    for index in range(octets):
        size = (size << 8) | u8(buf, at + index)
    return size


@leaf
def element(buf, at, end):
    """The element at `at`; TRUNCATED when not even its tag and length fit before `end`."""
    if end - at < 2:
        return broken(Stop.TRUNCATED)
    tag, size = u8(buf, at), u8(buf, at + 1)
    number, after = tag & 0x1F, at + 2
    # Nearly all elements are of this plain form, which is small enough to be inlined.
    if number != 0x1F and size < 0x80 and size <= end - after:
        zero = np.int64(0)
        return Element(tag, number, after, after + size, after + size, zero, zero)
    return rare_element(buf, at, end)


@leaf
def rare_element(buf, at, end):
    """An element of any form, of at least two octets; what is odd about it is told."""
    oddities = np.int64(0)
    tag = u8(buf, at)
    number = tag & 0x1F
    after = skip_tag(buf, at, end)
    if number == 0x1F:
        if after - at > TAG_OCTETS_MAX:
            return broken(Stop.BAD_TAG)
        number = np.int64(0)
        for index in range(at + 1, after):
            number = (number << 7) | (u8(buf, index) & 0x7F)
        if number < 0x1F:
            tag = (tag & 0xE0) | number
            oddities |= HIGH_TAG
    if after >= end:
        return broken(Stop.TRUNCATED)
    size = u8(buf, after)
    after += 1
    if size == 0x80:
        close = contents_end(buf, after, end)
        if close < 0:
            return Element(
                tag, number, after, end, end, oddities | INDEFINITE | MISMATCH, np.int64(0)
            )
        return Element(tag, number, after, close, close + 2, oddities | INDEFINITE, np.int64(0))
    if size > 0x80:
        octets = size & 0x7F
        if octets > end - after:
            return broken(Stop.TRUNCATED)
        if octets > LENGTH_OCTETS_MAX:
            return broken(Stop.BAD_LENGTH)
        size = long_length(buf, after, octets)
        after += octets
        if size < 0x80 or size >> (8 * (octets - 1)) == 0:
            oddities |= NON_MINIMAL
    if size > end - after:
        return Element(tag, number, after, end, end, oddities | MISMATCH, np.int64(0))
    return Element(tag, number, after, after + size, after + size, oddities, np.int64(0))


@leaf
def integer(buf, at, end):
    """A two's complement INTEGER of up to eight octets; longer ones keep their last eight."""
    if at >= end:
        return np.int64(0)
    value = np.int64(-1) if u8(buf, at) & 0x80 else np.int64(0)
    for index in range(max(at, end - 8), end):
        value = (value << 8) | u8(buf, index)
    return value
