"""Which element of which MAP argument or result holds which identity (TS 29.002 17.6): a table.

Versions of an operation share a node where their tags do not collide, so that a MAP version 1
argument is read by the same rules as its version 3. The rows stand by family, as in the
specification.
"""

from kernels.decode import map_calls, map_handover, map_location, map_mobility, map_services

FAMILIES = map_mobility, map_handover, map_calls, map_services, map_location
ARGUMENTS = {op: rules for family in FAMILIES for op, rules in family.ARGUMENTS.items()}
RESULTS = {op: rules for family in FAMILIES for op, rules in family.RESULTS.items()}
