"""Where what must outlive the process is kept: the install secret, the spools.

The directory that systemd gives the service (StateDirectory=), else the user's own state
directory.
"""

import os
from pathlib import Path


def state_directory() -> Path:
    """$STATE_DIRECTORY (its first, where systemd lists several), else ~/.local/state/sigwatch."""
    given = os.environ.get("STATE_DIRECTORY", "").split(":")[0]
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_STATE_HOME") or "~/.local/state").expanduser() / "sigwatch"
