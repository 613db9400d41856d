"""The file itself: where it is when nobody says, and its octets or why there are none."""

from pathlib import Path

from appliance.config.errors import ConfigError
from appliance.config.reader import FILE_OCTETS_MAX

DEFAULT_PATH = Path("/etc/sigwatch/sigwatch.yaml")


def octets_of(path: Path) -> bytes:
    """What the file holds, one octet over the limit at most; ConfigError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(FILE_OCTETS_MAX + 1)
    except FileNotFoundError:
        reason = "no such file; name another with --config"
    except IsADirectoryError:
        reason = "a directory; name a file"
    except PermissionError:
        reason = "this user may not read it; allow it, or name another with --config"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
    raise ConfigError([f"{path}: {reason}"])
