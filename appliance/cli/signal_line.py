"""One line for a person: frame, from and to, what, about whom, what it gives away, what was odd."""

from appliance.signal_names import ABORT_CAUSES, IDENTITIES, RETURN_CAUSES, Row

ABOUT = (*IDENTITIES, "visited_plmn", "idr_flags", "sm_pid", "sm_dcs", "sm_iei")
LISTS = {"leaks": "leaks", "oddities": "odd", "tunnels": "inside"}


def as_line(row: Row) -> str:
    """The line of a row of `describe`."""
    is_diameter = row.get("protocol") == "diameter"
    ends = diameter_ends(row) if is_diameter else ss7_ends(row)
    what = diameter_what(row) if is_diameter else ss7_what(row)
    about = [f"{name}={row[name]}" for name in ABOUT if name in row]
    about += [f"{word}={','.join(row[name])}" for name, word in LISTS.items() if name in row]
    if "unexplained" in row:
        about.append(f"unexplained={row['unexplained']}")
    if "stop" in row:
        about.append(f"stopped={row['stop_layer']}:{row['stop']}")
    return "  ".join([f"{row['frame']:>6} {row['ts']}", ends, " ".join(what), *about])


def ss7_ends(row: Row) -> str:
    """Title, or else point code, of caller and called."""
    return f"{row.get('cgpa_gt', row.get('opc', '?'))} > {row.get('cdpa_gt', row.get('dpc', '?'))}"


def diameter_ends(row: Row) -> str:
    """Host, or else realm, or else address, of sender and receiver."""
    source = first_of(row, "origin_host", "origin_realm", "ip_src")
    return f"{source} > {first_of(row, 'destination_host', 'destination_realm', 'ip_dst')}"


def first_of(row: Row, *names: str) -> str:
    """The first of these that the row has."""
    return next((str(row[name]) for name in names if row.get(name)), "?")


def ss7_what(row: Row) -> list[str]:
    """The message, its component, the operation or what it answers, and how it failed."""
    what = [str(row[name]) for name in ("sccp", "tcap", "component") if name in row]
    if "return_cause" in row:
        what.append(f"returned({named(row['return_cause'], RETURN_CAUSES)})")
    if "abort_cause" in row:
        what.append(f"aborted({named(row['abort_cause'], ABORT_CAUSES)})")
    if "op" in row:
        what.append(f"{row.get('op_name', 'operation')}({row['op']})")
    elif "asked_op" in row:
        what.append(f"to {row.get('asked_op_name', 'operation')}({row['asked_op']})")
    if "error" in row:
        what.append(f"{row.get('error_name', 'error')}({row['error']})")
    return what


def diameter_what(row: Row) -> list[str]:
    """The command, which way it goes, and the result."""
    what = ["diameter"]
    if "is_request" in row:
        what.append("request" if row["is_request"] else "answer")
    if "command" in row:
        what.append(f"{row.get('op_name', 'command')}({row['command']})")
    if "result_code" in row:
        what.append(f"result({row['result_code']})")
    if "experimental_result" in row:
        what.append(f"experimental_result({row['experimental_result']})")
    return what


def named(number: int, names: dict[int, str]) -> str:
    """A cause in words, or its number."""
    return names.get(number, str(number))
