"""`python -m tests.agreement`: the table of agreement with tshark, file by file."""

import os

from appliance import kernel_cache

if __name__ == "__main__":
    os.environ.setdefault("NUMBA_DEVELOPER_MODE", "1")
    kernel_cache.choose()
    from tests.agreement.table import main

    main()
