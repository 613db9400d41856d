"""What is odd about the addresses of a message, and about where its parts lie: S0, S3, S4.

A title is E.164 when its indicator is 4, its plan 1 and its nature international; that is what
calls over an interconnect. The bits say what is there, not what it means: nodes of one network may
address each other by subsystem alone.
"""

import numpy as np

from kernels.jit import inlined, leaf
from kernels.outcome import Oddity, Stop
from kernels.wire import e164, sccp

INTERNATIONAL, E164, E214, FOUR = np.int64(4), np.int64(1), np.int64(7), np.int64(4)
TITLE_ABSENT = np.int64(1 << Oddity.CALLING_TITLE_ABSENT)
TITLE_NOT_E164 = np.int64(1 << Oddity.CALLING_TITLE_NOT_E164)
TITLE_MALFORMED = np.int64(1 << Oddity.CALLING_TITLE_MALFORMED)
ROUTED_ON_SSN = np.int64(1 << Oddity.ROUTED_ON_SSN)
LONG_ADDRESS = np.int64(1 << Oddity.LONG_ADDRESS)
BAD_DIGITS = np.int64(1 << Oddity.BAD_DIGITS)
HIDDEN_OCTETS = np.int64(1 << Oddity.HIDDEN_OCTETS)


@inlined
def oddities_of(unit, cgpa, cdpa):
    """What is odd about a message that has addresses."""
    none = np.int64(0)
    if unit.stop != 0 and unit.stop != Stop.SEGMENT:
        return none
    if unit.kind < sccp.MessageType.UDT and cgpa.gti < 0 and cdpa.gti < 0:
        return none
    oddities = ROUTED_ON_SSN if cdpa.routes_on_ssn else none
    if cgpa.digits > 0:
        oddities |= title_oddities(cgpa.gti, cgpa.plan, cgpa.nai, cgpa.gt, cgpa.digits)
    elif not unit.is_short:
        oddities |= TITLE_ABSENT
    if cgpa.is_long or cdpa.is_long:
        oddities |= LONG_ADDRESS
    if not (cgpa.is_decimal and cdpa.is_decimal):
        oddities |= BAD_DIGITS
    if unit.hidden + cgpa.unexplained + cdpa.unexplained > 0:
        oddities |= HIDDEN_OCTETS
    return oddities


@leaf
def title_oddities(gti, plan, nai, packed, digits):
    """What is odd about a calling title."""
    oddities = np.int64(0)
    if gti != FOUR or plan != E164 or nai != INTERNATIONAL:
        oddities = TITLE_NOT_E164
    begins_with_country = nai == INTERNATIONAL and (gti == 1 or plan == E164 or plan == E214)
    is_sized = digits >= e164.DIGITS_MIN and digits <= e164.DIGITS_MAX
    if not is_sized or (begins_with_country and not e164.has_country_code(packed)):
        oddities |= TITLE_MALFORMED
    return oddities
