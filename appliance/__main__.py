"""The command `sigwatch`: choose where compiled kernels are kept, then run the command line.

The order matters: numba reads NUMBA_CACHE_DIR when it is imported, and the command line imports
it.
"""

import os

from appliance import kernel_cache


def main() -> None:
    """Run the command line."""
    kernel_cache.choose()
    # numpy's linear algebra is never used here; its threads would only slow the start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from appliance.cli.app import app

    app()


if __name__ == "__main__":
    main()
