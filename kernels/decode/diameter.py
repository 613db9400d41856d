"""From Diameter messages to their fields: identities, realms, results; answers to requests.

  read_headers -> read_avps -> match_answers -> read_short_messages      each a kernel by itself

AVPs are walked with a stack of open groups of our own, to a stated depth. What is broken inside a
group ends that group only. The first AVP of a kind wins, and that there was a second is told. What
an AVP means stands in the table (avp_table.py); what is not in it is counted as unexplained.
"""

import numpy as np

from kernels.columns import ABSENT, FIRST_IDENTITY, NO_DIGITS, Cell, MessageCell
from kernels.columns import DiameterCell as Field
from kernels.decode.avp_table import DEPTH_MAX, Form, place_of
from kernels.jit import kernel, leaf
from kernels.meanings import Identity, Leak, Protocol
from kernels.octets import Span, u8, u24, u32
from kernels.outcome import Layer, Oddity, Stop
from kernels.store import requests as store
from kernels.tbcd import Digits, read_string
from kernels.wire import diameter, diameter_text, short_message

AVPS_MAX = 2048  # in one message
REPEATED = np.int64(1 << Oddity.REPEATED_AVP)
UNKNOWN_MANDATORY = np.int64(1 << Oddity.UNKNOWN_MANDATORY_AVP)
BAD_LENGTH = np.int64(1 << Oddity.BAD_AVP_LENGTH)
BAD_PADDING = np.int64(1 << Oddity.BAD_AVP_PADDING)
DEEP = np.int64(1 << Oddity.DEEP_GROUP)
BAD_DIGITS = np.int64(1 << Oddity.BAD_DIGITS)
LONG_ADDRESS = np.int64(1 << Oddity.LONG_ADDRESS)
MALFORMED = np.int64(1 << Oddity.SESSION_ID_MALFORMED)
FOREIGN = np.int64(1 << Oddity.SESSION_ID_FOREIGN)
UNMATCHED = np.int64(1 << Oddity.UNMATCHED_ANSWER)
NOTHING_ODD = np.int64(0)
LEAKS_MASK, IN_ANSWER = 0xFFFF, 48  # of an entry of the table
TO_MOBILE = 8388646  # MT-Forward-Short-Message
RE_AUTH, ABORT_SESSION = 258, 274  # asked by the other end of a session (RFC 6733 8.3.1, 8.5.1)
# Who is behind a number: LCS-Routing-Info, Send-Routing-Info-for-SM, Subscriber-Information.
ROUTING_SLH, ROUTING_S6C, INFORMATION_S6M = 8388622, 8388647, 8388641


def read_diameter(octets, frames, messages, signals, rows, avps, requests):
    """Fill the Diameter columns and identities of the first `rows` signals."""
    read_headers(octets, signals, rows)
    read_avps(octets, signals, rows, avps)
    match_answers(octets, frames, messages, signals, rows, requests)
    read_short_messages(octets, signals, rows)


@kernel
def read_headers(octets, signals, rows):
    """The header's columns of the first `rows` signals; PARAMETER_AT is the first AVP then."""
    numbers, fields = signals.numbers, signals.diameter
    for row in range(rows):
        if numbers[Cell.PROTOCOL, row] != Protocol.DIAMETER or numbers[Cell.PARAMETER_AT, row] < 0:
            continue
        header = diameter.parse(
            octets, numbers[Cell.PARAMETER_AT, row], numbers[Cell.PARAMETER_END, row]
        )
        fields[Field.APP_ID, row] = header.app_id
        fields[Field.COMMAND, row] = header.command
        fields[Field.IS_REQUEST, row] = (header.flags >> 7) & 1 if header.stop == 0 else ABSENT
        fields[Field.FLAGS, row] = header.flags
        fields[Field.HOP_BY_HOP, row] = header.hop_by_hop
        fields[Field.END_TO_END, row] = header.end_to_end
        fields[Field.ROUTE_RECORDS, row] = 0 if header.stop == 0 else ABSENT
        numbers[Cell.OP, row] = header.command
        stop = header.stop
        if stop == 0:
            numbers[Cell.PARAMETER_AT, row] = header.at
            numbers[Cell.PARAMETER_END, row] = header.end
            stop = np.int64(Stop.TRUNCATED if header.is_short else Stop.NONE)
        if stop != 0 and numbers[Cell.STOP, row] == 0:
            numbers[Cell.STOP_LAYER, row] = Layer.DIAMETER
            numbers[Cell.STOP, row] = stop


@leaf
def avp_oddities(buf, x, form, is_cut):
    """What was odd in an AVP's flags, length and padding; a cut one's length is not its fault."""
    oddities = NOTHING_ODD
    if form == Form.UNKNOWN and x.flags & diameter.AvpFlag.MANDATORY:
        oddities = UNKNOWN_MANDATORY
    if x.is_short:
        return oddities if is_cut else oddities | BAD_LENGTH
    for index in range(x.end, x.next_at):
        if u8(buf, index) != 0:
            return oddities | BAD_PADDING
    return oddities


@leaf
def number(buf, x, form):
    """The number in an AVP, or ABSENT where it has another size."""
    size = x.end - x.at
    if form == Form.NUMBER and size == 4:
        return u32(buf, x.at)
    if form == Form.PLMN and size == 3:
        return u24(buf, x.at)
    return np.int64(ABSENT)


@leaf
def digits(buf, x, form):
    """The digits in an AVP."""
    if form == Form.TBCD:
        return read_string(buf, x.at, x.end)
    if form == Form.USER_NAME:
        packed = diameter_text.imsi(buf, x.at, x.end)
    elif form == Form.URI:
        packed = diameter_text.uri_number(buf, x.at, x.end)
    else:
        packed = diameter_text.imei(buf, x.at, x.end)
    return Digits(packed, np.int64(0), False, True)


@leaf
def digit_oddities(found):
    """What was odd in digits."""
    oddities = NOTHING_ODD if found.is_decimal else BAD_DIGITS
    return oddities | LONG_ADDRESS if found.is_long else oddities


@leaf
def once_bit(entry):
    """The bit of an AVP that may stand only once, or none."""
    return np.int64(1) << ((entry >> 16) & 0xFF) & ~1


@leaf
def leaks_of(x, entry, is_request):
    """What an AVP gives away."""
    if x.end == x.at or (is_request == 1 and (entry >> IN_ANSWER) & 1):
        return NOTHING_ODD
    return (entry >> 32) & LEAKS_MASK


@kernel
def read_avps(octets, signals, rows, avps):
    """Walk the AVPs of the first `rows` signals."""
    numbers, words, fields = signals.numbers, signals.words, signals.diameter
    for row in range(rows):
        if numbers[Cell.PROTOCOL, row] != Protocol.DIAMETER or fields[Field.COMMAND, row] < 0:
            continue
        is_cut = numbers[Cell.STOP, row] == Stop.TRUNCATED
        oddities, unexplained, leaks = NOTHING_ODD, np.int64(0), np.int64(0)
        stop, depth = np.int64(Stop.TOO_MANY), np.int64(0)
        at = numbers[Cell.PARAMETER_AT, row]
        avps.end[0] = avps.next_at[0] = numbers[Cell.PARAMETER_END, row]
        avps.seen[0] = 0
        for _ in range(AVPS_MAX):
            while depth >= 0 and at >= avps.end[depth]:
                at = avps.next_at[depth]
                depth -= 1
            if depth < 0:
                stop = np.int64(0)
                break
            x = diameter.avp(octets, at, avps.end[depth])
            if x.stop != 0:
                unexplained += avps.end[depth] - at
                oddities |= NOTHING_ODD if is_cut else BAD_LENGTH
                if depth == 0:
                    stop = x.stop
                    break
                at = avps.end[depth]
                continue
            entry = avps.entries[place_of(x.code, x.vendor)]
            form, target = entry & 0xFF, (entry >> 8) & 0xFF
            bit = once_bit(entry)
            oddities |= avp_oddities(octets, x, form, is_cut)
            oddities |= REPEATED if avps.seen[depth] & bit else NOTHING_ODD
            avps.seen[depth] |= bit
            leaks |= leaks_of(x, entry, fields[Field.IS_REQUEST, row])
            if form == Form.UNKNOWN:
                unexplained += x.next_at - at
            at = x.next_at
            if form == Form.GROUP and depth == DEPTH_MAX:
                oddities |= DEEP
                unexplained += at - x.at
            elif form == Form.GROUP:
                depth += 1
                avps.end[depth], avps.next_at[depth], avps.seen[depth] = x.end, at, 0
                at = x.at
            elif form > Form.GROUP and depth <= (entry >> 24) & 0xFF and not x.is_short:
                if form <= Form.USER_NAME and fields[target, row] == ABSENT:
                    fields[target, row], fields[target + 1, row] = x.at, x.end
                if form == Form.ROUTE:
                    fields[Field.ROUTE_RECORDS, row] += 1
                if form >= Form.NUMBER and form <= Form.PLMN and fields[target, row] == ABSENT:
                    fields[target, row] = number(octets, x, form)
                if form == Form.USER_NAME or form >= Form.TBCD:
                    place = FIRST_IDENTITY + (Identity.IMSI if form == Form.USER_NAME else target)
                    found = digits(octets, x, form)
                    oddities |= digit_oddities(found)
                    if words[place, row] == NO_DIGITS:
                        words[place, row] = found.packed
        numbers[Cell.ODDITIES, row] |= oddities
        numbers[Cell.UNEXPLAINED, row] += unexplained
        numbers[Cell.LEAKS, row] |= leaks
        if stop != 0 and numbers[Cell.STOP, row] == 0:
            numbers[Cell.STOP_LAYER, row], numbers[Cell.STOP, row] = np.int64(Layer.DIAMETER), stop


@leaf
def session_oddities(buf, session, host, command, is_request):
    """What was odd in the Session-Id of a message; `host` is its Origin-Host."""
    if session.at < 0:
        return NOTHING_ODD
    end = diameter_text.session_host_end(buf, session.at, session.end)
    if end < 0:
        return MALFORMED
    if is_request != 1 or host.at < 0 or command == RE_AUTH or command == ABORT_SESSION:
        return NOTHING_ODD
    if diameter_text.is_same_host(buf, session.at, end, host.at, host.end):
        return NOTHING_ODD
    return FOREIGN


@leaf
def identity_leaks(named, asked, command):
    """The identities that an answer gives away: those that its request did not name.

    Where the request was not seen, only the commands that ask for them.
    """
    if asked >= 0:
        return named & ~asked
    is_asked = command == ROUTING_SLH or command == ROUTING_S6C or command == INFORMATION_S6M
    return named if is_asked else NOTHING_ODD


@kernel
def match_answers(octets, frames, messages, signals, rows, requests):
    """Give requests and answers of the first `rows` signals their number; look at their session."""
    numbers, words, fields = signals.numbers, signals.words, signals.diameter
    for row in range(rows):
        if numbers[Cell.PROTOCOL, row] != Protocol.DIAMETER or fields[Field.COMMAND, row] < 0:
            continue
        is_request, command = fields[Field.IS_REQUEST, row], fields[Field.COMMAND, row]
        session = Span(fields[Field.SESSION_ID_AT, row], fields[Field.SESSION_ID_END, row])
        host = Span(fields[Field.ORIGIN_HOST_AT, row], fields[Field.ORIGIN_HOST_END, row])
        oddities = session_oddities(octets, session, host, command, is_request)
        named, asked = np.int64(0), np.int64(-1)
        for identity in range(Identity.IMEI + 1):
            if words[FIRST_IDENTITY + identity, row] != NO_DIGITS:
                named |= np.int64(1) << (Leak.IMSI + identity)
        if requests.keys.shape[0] > 0:
            message = numbers[Cell.MESSAGE, row]
            from_port = messages.numbers[MessageCell.SPORT, message]
            to_port = messages.numbers[MessageCell.DPORT, message]
            now = frames.ts_ns[numbers[Cell.FRAME, row]]
            identifiers = fields[Field.HOP_BY_HOP, row], fields[Field.END_TO_END, row]
            if is_request == 1:
                key = store.key_of(requests.secret, *identifiers, from_port, to_port)
                numbers[Cell.DIALOGUE, row] = store.ask(requests, key, named, now)
            else:
                key = store.key_of(requests.secret, *identifiers, to_port, from_port)
                matched = store.answer(requests, key, now)
                numbers[Cell.DIALOGUE, row] = matched.dialogue
                oddities |= UNMATCHED if matched.is_orphan else NOTHING_ODD
                asked = matched.held if matched.dialogue >= 0 else asked
        if is_request == 0:
            numbers[Cell.LEAKS, row] |= identity_leaks(named, asked, command)
        numbers[Cell.ODDITIES, row] |= oddities


@kernel
def read_short_messages(octets, signals, rows):
    """The headers of short messages in the first `rows` signals; an answer goes the other way."""
    numbers, fields = signals.numbers, signals.diameter
    for row in range(rows):
        if numbers[Cell.PROTOCOL, row] != Protocol.DIAMETER or fields[Field.SM_RP_UI_AT, row] < 0:
            continue
        is_to_mobile = (fields[Field.COMMAND, row] == TO_MOBILE) == (
            fields[Field.IS_REQUEST, row] == 1
        )
        at, end = fields[Field.SM_RP_UI_AT, row], fields[Field.SM_RP_UI_END, row]
        header = short_message.parse(octets, at, end, is_to_mobile)
        numbers[Cell.SM_PID, row], numbers[Cell.SM_DCS, row] = header.pid, header.dcs
        numbers[Cell.SM_UDHI, row], numbers[Cell.SM_IEI, row] = header.udhi, header.iei
