"""The sink of tests keeps alerts in order up to its bound."""

from appliance.sinks.memory import MemorySettings, MemorySink
from tests.speaking import alert


def test_memory__keeps_alerts_up_to_its_bound_and_counts_the_rest():
    sink = MemorySink(MemorySettings(alerts_max=2))
    for number in range(3):
        sink.write(alert(number))
    assert ["a0", "a1"] == [kept.id for kept in sink.alerts]
    assert (3, 2, 1) == tuple(sink.counters()[name] for name in ("taken", "delivered", "lost"))
