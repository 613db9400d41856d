"""From Diameter messages to their fields: identities, realms, results; answers to requests."""

from kernels.jit import kernel


@kernel
def read_diameter(octets, frames, signals, rows, requests):
    """Fill the Diameter columns and identities of the first `rows` signals."""
