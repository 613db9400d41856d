"""SipHash-2-4 of one or two 64-bit words: where a key that a stranger chose lies in a table.

Under a 128-bit secret nobody outside can make keys collide (Aumasson and Bernstein 2012). The
message is the words as 8 octets each, least significant first, so the published test vectors apply.
One round stands here once: written out for every use, it would take longest of all kernels to
compile.
"""

import numpy as np

from kernels.jit import leaf

INITIAL_A = np.uint64(0x736F_6D65_7073_6575)
INITIAL_B = np.uint64(0x646F_7261_6E64_6F6D)
INITIAL_C = np.uint64(0x6C79_6765_6E65_7261)
INITIAL_D = np.uint64(0x7465_6462_7974_6573)
FINAL = np.uint64(0xFF)
NOTHING = np.uint64(0)


@leaf
def siphash(k0, k1, first, second, count):
    """SipHash-2-4 of `first`, and of `second` when `count` is 2; all uint64 but `count`."""
    a, b, c, d = INITIAL_A ^ k0, INITIAL_B ^ k1, INITIAL_C ^ k0, INITIAL_D ^ k1
    size = np.uint64(count) << np.uint64(59)  # in octets, 8 a word, in the top octet
    for step in range(2 * count + 6):  # two rounds a word, two for the size, four to end
        block = step >> 1
        word = NOTHING
        if block == 0:
            word = first
        elif block < count:
            word = second
        elif block == count:
            word = size
        elif step == 2 * count + 2:
            c ^= FINAL
        if step & 1 == 0:
            d ^= word
        a += b
        c += d
        b = ((b << np.uint64(13)) | (b >> np.uint64(51))) ^ a
        d = ((d << np.uint64(16)) | (d >> np.uint64(48))) ^ c
        a = (a << np.uint64(32)) | (a >> np.uint64(32))
        c += b
        a += d
        b = ((b << np.uint64(17)) | (b >> np.uint64(47))) ^ c
        d = ((d << np.uint64(21)) | (d >> np.uint64(43))) ^ a
        c = (c << np.uint64(32)) | (c >> np.uint64(32))
        if step & 1 == 1:
            a ^= word
    return a ^ b ^ c ^ d
