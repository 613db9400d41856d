"""SipHash-2-4 over octets, as its paper describes it; the twin of kernels.rate.keys."""

WORD = (1 << 64) - 1


def siphash(key: bytes, message: bytes) -> int:
    """The 64-bit hash of `message` under a 16-octet key."""
    k0, k1 = int.from_bytes(key[:8], "little"), int.from_bytes(key[8:], "little")
    v = [k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D]
    v += [k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573]
    whole = len(message) - len(message) % 8
    blocks = [message[at : at + 8] for at in range(0, whole, 8)]
    blocks.append(message[whole:].ljust(7, b"\0") + bytes([len(message) % 256]))
    for block in blocks:
        word = int.from_bytes(block, "little")
        v[3] ^= word
        sip_round(v)
        sip_round(v)
        v[0] ^= word
    v[2] ^= 0xFF
    for _ in range(4):
        sip_round(v)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def sip_round(v: list[int]) -> None:
    """One SipRound, in place."""
    v[0] = (v[0] + v[1]) & WORD
    v[1] = turned(v[1], 13) ^ v[0]
    v[0] = turned(v[0], 32)
    v[2] = (v[2] + v[3]) & WORD
    v[3] = turned(v[3], 16) ^ v[2]
    v[0] = (v[0] + v[3]) & WORD
    v[3] = turned(v[3], 21) ^ v[0]
    v[2] = (v[2] + v[1]) & WORD
    v[1] = turned(v[1], 17) ^ v[2]
    v[2] = turned(v[2], 32)


def turned(word: int, left: int) -> int:
    """`word` rotated left."""
    return (word << left | word >> (64 - left)) & WORD
