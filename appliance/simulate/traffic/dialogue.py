"""A MAP dialogue: who asks whom in which context, and the messages they exchange in turn.

Strategy: one object per dialogue keeps the transaction ids and knows which way it crosses the
tap; each method builds one message. A dialogue that belongs to a campaign labels every message it
builds.
"""

from typing import NamedTuple

from appliance.simulate.dice import MS, Dice
from appliance.simulate.encoding import tcap
from appliance.simulate.encoding.gsm_map import Context, Fault, Operation, operation_name
from appliance.simulate.encoding.sccp import Address, Plan
from appliance.simulate.encoding.tcap import Package
from appliance.simulate.labels import Label
from appliance.simulate.traffic.message import Facts, Message
from appliance.simulate.world.operators import Operator

_HOME_ANSWERS_NS = 8 * MS
_FOREIGN_ANSWERS_NS = 140 * MS
_INVOKE_ID = 1


class Speaker(NamedTuple):
    """A node as a party of a dialogue."""

    operator: Operator
    gt: str
    ssn: int

    @property
    def address(self) -> Address:
        """Its own title."""
        return Address(self.gt, self.ssn)


class Ask(NamedTuple):
    """An invoke: operation, encoded argument, and the identities in that argument."""

    operation: Operation
    argument: bytes
    imsi: str = ""
    msisdn: str = ""


class Campaign(NamedTuple):
    """What a labelled dialogue belongs to, and whom it is about."""

    id: str
    procedure: str
    kind: str
    victim_imsi: str = ""
    victim_msisdn: str = ""


class Dialogue:
    """One dialogue from its begin to its end."""

    def __init__(
        self,
        asker: Speaker,
        answerer: Speaker,
        context: Context,
        dice: Dice,
        campaign: Campaign | None = None,
    ) -> None:
        """A dialogue about to begin; `dice` deals its transaction ids."""
        self.asker, self.answerer, self.context = asker, answerer, context
        self._dice, self._campaign = dice, campaign
        self._foreign = asker.operator if answerer.operator.is_home else answerer.operator
        self._asker_id = dice.octets(4)
        self._answerer_id = b""
        self._asked: Ask | None = None
        self._is_confirmed = False

    def wait(self, speaker: Speaker) -> int:
        """Nanoseconds at the tap until this party has spoken."""
        mean_ns = _HOME_ANSWERS_NS if speaker.operator.is_home else _FOREIGN_ANSWERS_NS
        return self._dice.around_ns(mean_ns)

    def begin(self, ask: Ask, mobile_title: str = "") -> Message:
        """Begin with an invoke; a mobile title (E.214) may stand in for the answerer's own."""
        self._asked = ask
        called = self.answerer.address
        if mobile_title:
            called = Address(mobile_title, self.answerer.ssn, Plan.E214)
        facts = Facts(
            "begin",
            "invoke",
            ask.operation,
            -1,
            self._asker_id.hex(),
            "",
            self.context.dotted,
            ask.imsi,
            ask.msisdn,
        )
        octets = tcap.package(
            Package.BEGIN,
            self._asker_id,
            b"",
            tcap.dialogue_request(self.context),
            tcap.invoke(_INVOKE_ID, ask.operation, ask.argument),
        )
        return self._message(self.asker, called, octets, facts, self._label("invoke"))

    def ask_back(self, ask: Ask) -> Message:
        """Continue from the answerer with an invoke of its own."""
        self._answerer_id = self._answerer_id or self._dice.octets(4)
        facts = Facts("continue", "invoke", ask.operation, imsi=ask.imsi, msisdn=ask.msisdn)
        invoke = tcap.invoke(_INVOKE_ID, ask.operation, ask.argument)
        return self._continue(self.answerer, invoke, facts)

    def answer_back(self, operation: Operation, parameter: bytes) -> Message:
        """Continue from the asker with the result of what it was asked."""
        facts = Facts("continue", "result", operation)
        return self._continue(self.asker, tcap.result(_INVOKE_ID, operation, parameter), facts)

    def answer(
        self, parameter: bytes = b"", obtained: tuple[str, ...] = (), imsi: str = ""
    ) -> Message:
        """End with the result; `imsi` is one that the result carries."""
        operation = self._operation
        facts = Facts("end", "result", operation if parameter else -1, imsi=imsi)
        component = tcap.result(_INVOKE_ID, operation, parameter)
        return self._end(component, facts, self._label("result", obtained=obtained))

    def refuse(self, fault: Fault) -> Message:
        """End with an error."""
        facts = Facts("end", "error", error=fault.code)
        return self._end(
            tcap.error(_INVOKE_ID, fault), facts, self._label("error", refused=fault.name)
        )

    def refuse_context(self, instead: Context) -> Message:
        """Abort by the user: this context is not supported, but another version of it is."""
        facts = Facts("abort", "", dtid=self._asker_id.hex(), acn=instead.dotted)
        octets = tcap.package(
            Package.ABORT, b"", self._asker_id, tcap.dialogue_refuse(instead), b""
        )
        label = self._label("abort", refused="applicationContextNotSupported")
        return self._message(self.answerer, self.asker.address, octets, facts, label)

    @property
    def _operation(self) -> Operation:
        if self._asked is None:
            message = "a dialogue is answered before it began"
            raise ValueError(message)
        return self._asked.operation

    def _continue(self, speaker: Speaker, component: bytes, facts: Facts) -> Message:
        ids = (self._asker_id, self._answerer_id)
        otid, dtid = ids if speaker is self.asker else ids[::-1]
        dialogue, acn = self._confirmation(speaker)
        octets = tcap.package(Package.CONTINUE, otid, dtid, dialogue, component)
        listener = self.answerer if speaker is self.asker else self.asker
        facts = facts._replace(otid=otid.hex(), dtid=dtid.hex(), acn=acn)
        return self._message(speaker, listener.address, octets, facts, None)

    def _end(self, component: bytes, facts: Facts, label: Label | None) -> Message:
        dialogue, acn = self._confirmation(self.answerer)
        octets = tcap.package(Package.END, b"", self._asker_id, dialogue, component)
        facts = facts._replace(dtid=self._asker_id.hex(), acn=acn)
        return self._message(self.answerer, self.asker.address, octets, facts, label)

    def _confirmation(self, speaker: Speaker) -> tuple[bytes, str]:
        """The answerer confirms the context in its first message, and only there (Q.774 3.2.1)."""
        if self._is_confirmed or speaker is self.asker:
            return b"", ""
        self._is_confirmed = True
        return tcap.dialogue_accept(self.context), self.context.dotted

    def _label(
        self, component: str, obtained: tuple[str, ...] = (), refused: str = ""
    ) -> Label | None:
        if self._campaign is None:
            return None
        return Label(
            campaign=self._campaign.id,
            procedure=self._campaign.procedure,
            kind=self._campaign.kind,
            operation=operation_name(self._operation, self.context),
            component=component,
            source=self.asker.gt,
            otid=self._asker_id.hex(),
            victim_imsi=self._campaign.victim_imsi,
            victim_msisdn=self._campaign.victim_msisdn,
            obtained=obtained,
            refused=refused,
        )

    def _message(
        self, speaker: Speaker, called: Address, octets: bytes, facts: Facts, label: Label | None
    ) -> Message:
        return Message(
            link=self._foreign.link,
            is_outbound=speaker.operator.is_home,
            is_extended=self._foreign.sends_xudt,
            calling=speaker.address,
            called=called,
            tcap=octets,
            facts=facts,
            label=label,
        )
