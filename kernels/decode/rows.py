"""Writing one signal's row: straight-line stores, one function per group of columns.

These are the only functions beside a kernel's own body that hold columns; having no branch, they inline
without reference counting.
"""

from kernels.columns import Cell, Word
from kernels.jit import inlined


@inlined
def put_label(numbers, row, label):
    """The routing label (Q.704 2.2, as M3UA carries it)."""
    numbers[Cell.OPC, row] = label.opc
    numbers[Cell.DPC, row] = label.dpc
    numbers[Cell.NI, row] = label.ni
    numbers[Cell.SI, row] = label.si
    numbers[Cell.MP, row] = label.mp
    numbers[Cell.SLS, row] = label.sls


@inlined
def put_parties(numbers, words, row, sccp, cgpa, cdpa):
    """The SCCP message type and both party addresses."""
    numbers[Cell.SCCP, row] = sccp
    numbers[Cell.CGPA_GTI, row] = cgpa.gti
    words[Word.CGPA_GT, row] = cgpa.gt
    numbers[Cell.CGPA_SSN, row] = cgpa.ssn
    numbers[Cell.CGPA_PC, row] = cgpa.pc
    numbers[Cell.CGPA_TT, row] = cgpa.tt
    numbers[Cell.CGPA_NAI, row] = cgpa.nai
    numbers[Cell.CGPA_PLAN, row] = cgpa.plan
    numbers[Cell.CDPA_GTI, row] = cdpa.gti
    words[Word.CDPA_GT, row] = cdpa.gt
    numbers[Cell.CDPA_SSN, row] = cdpa.ssn
    numbers[Cell.CDPA_PC, row] = cdpa.pc
    numbers[Cell.CDPA_TT, row] = cdpa.tt
    numbers[Cell.CDPA_NAI, row] = cdpa.nai
    numbers[Cell.CDPA_PLAN, row] = cdpa.plan


@inlined
def put_transaction(numbers, words, row, message, context, protocol):
    """The TCAP message and its application context."""
    numbers[Cell.TCAP, row] = message.kind
    words[Word.OTID, row] = message.otid
    numbers[Cell.OTID_SIZE, row] = message.otid_size
    words[Word.DTID, row] = message.dtid
    numbers[Cell.DTID_SIZE, row] = message.dtid_size
    numbers[Cell.ACN_AT, row] = message.acn_at
    numbers[Cell.ACN_END, row] = message.acn_end
    numbers[Cell.AC, row] = context.ac
    numbers[Cell.AC_VERSION, row] = context.version
    numbers[Cell.PROTOCOL, row] = protocol


@inlined
def put_component(numbers, row, component):
    """One component's own fields."""
    numbers[Cell.COMPONENT, row] = component.kind
    numbers[Cell.INVOKE_ID, row] = component.invoke_id
    numbers[Cell.OP, row] = component.op
    numbers[Cell.ERROR, row] = component.error
    numbers[Cell.PARAMETER_AT, row] = component.at
    numbers[Cell.PARAMETER_END, row] = component.end


@inlined
def put_outcome(numbers, row, oddities, layer, stop):
    """What was odd, and where the row stopped and why."""
    numbers[Cell.ODDITIES, row] = oddities
    numbers[Cell.STOP_LAYER, row] = layer
    numbers[Cell.STOP, row] = stop
