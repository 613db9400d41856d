"""Country codes of E.164, as assigned by the ITU: which three digits an international number opens.

A set of bits indexed by the first three digits as packed semi-octets (0x000 to 0x999). Codes that
are spare or reserved are not in it.
"""

import numpy as np

from kernels.jit import leaf

DIGITS_MIN, DIGITS_MAX = (
    np.int64(7),
    np.int64(15),
)  # of a number: the shortest in use, and E.164 6.1
LEADING = np.uint64(52)  # where the first three of sixteen digits begin
WORD, BIT = np.uint64(6), np.uint64(63)
# Assigned codes of one and two digits, and of three.
SHORT = "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62"
SHORT += " 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98"
LONG = (
    "211 212 213 216 218 22x 23x 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255"
    " 256 257 258 260 261 262 263 264 265 266 267 268 269 290 291 297 298 299 350 351 352 353 354"
    " 355 356 357 358 359 370 371 372 373 374 375 376 377 378 379 380 381 382 383 385 386 387 389"
    " 420 421 423 50x 590 591 592 593 594 595 596 597 598 599 670 672 673 674 675 676 677 678 679"
    " 680 681 682 683 685 686 687 688 689 690 691 692 800 808 850 852 853 855 856 870 878 880 881"
    " 882 883 886 888 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 992"
    " 993 994 995 996 998"
)


def codes():
    """The set, 64 words of 64 bits."""
    found = np.zeros(64, np.uint64)
    for code in (SHORT + " " + LONG).replace("x", "").split():
        for rest in range(10 ** (3 - len(code))):
            leading = int(f"{code}{rest:0{3 - len(code)}}" if len(code) < 3 else code, 16)
            found[leading >> 6] |= np.uint64(1) << np.uint64(leading & 63)
    return found


COUNTRY_CODES = codes()


@leaf
def has_country_code(packed):
    """Whether a number of packed digits begins with an assigned country code."""
    leading = packed >> LEADING
    return (COUNTRY_CODES[leading >> WORD] >> (leading & BIT)) & np.uint64(1) != np.uint64(0)
