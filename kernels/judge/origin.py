"""Where a message came from, by its calling global title: our network, another, or unknown.

Q.713 3.4.2.3: E.164 (plan 1) and E.214 (plan 7) begin with a country code, E.212 (plan 6) is
matched as an IMSI is. Left out: whether the title is true; a foreign sender that borrows one of
ours looks like home here.
"""

from enum import IntEnum

from kernels.columns import ABSENT, NO_DIGITS
from kernels.jit import leaf
from kernels.prefix import longest

PLAN_E164 = 1
PLAN_E212 = 6
PLAN_E214 = 7
NAI_SUBSCRIBER = 1  # Q.713 3.4.2.3.1: 1 to 3 lack the country code
NAI_NATIONAL = 3


class Origin(IntEnum):
    """What a calling global title says."""

    HOME = 0  # begins with one of our prefixes
    FOREIGN = 1  # an international number of somebody else
    UNREADABLE = 2  # digits of another plan, or without a country code
    UNTITLED = 3  # no global title at all


HOME = int(Origin.HOME)
FOREIGN = int(Origin.FOREIGN)
UNREADABLE = int(Origin.UNREADABLE)
UNTITLED = int(Origin.UNTITLED)


@leaf
def origin(trie, roots, gt, plan, nai):
    """The Origin of packed `gt`; `roots` are the home tries of global titles and of IMSIs."""
    if gt == NO_DIGITS:
        return UNTITLED
    root = roots[1] if plan == PLAN_E212 else roots[0]
    if longest(trie, root, gt) != ABSENT:
        return HOME
    if plan != PLAN_E164 and plan != PLAN_E214 and plan != ABSENT:
        return UNREADABLE
    if NAI_SUBSCRIBER <= nai <= NAI_NATIONAL:
        return UNREADABLE
    return FOREIGN
