"""What mutation begins with: vectors, composed frames larger than they are, and simulated ones."""

from itertools import islice

import numpy as np

from appliance.simulate.generate import generate
from appliance.simulate.scenario_file import load
from tests.build import gsm_map, ip, link, m3ua, sccp, sctp, tcap
from tests.build.frame import HLR, VLR, Frame, argument, sctp_of, unitdata
from tests.fuzz.mutate import SIZE_MAX, Groups, Seeds
from tests.variants.catalogue import VARIANTS
from tests.variants.samples import samples
from tests.variants.taken import take
from tests.vectors.load import load_all

SIMULATED, STEP = 1200, 4  # of the attacked country's first frames, every fourth
TALK = 24  # frames of a group at most
KEPT, KEPT_OCTETS = 8192, 256  # room for what is kept because it was new
IMSI, MSISDN, MSC = "001010123456789", "12015550111", "12025550103"


def messages() -> list[bytes]:
    """TCAP messages with several components, dialogues and large arguments."""
    psi = tcap.invoke(gsm_map.PROVIDE_SUBSCRIBER_INFO, gsm_map.provide_subscriber_info(IMSI))
    location = gsm_map.provide_subscriber_location(MSC, IMSI, MSISDN, "001012005550100")
    psl = tcap.invoke(gsm_map.PROVIDE_SUBSCRIBER_LOCATION, location, 2)
    results = [
        tcap.result(gsm_map.PROVIDE_SUBSCRIBER_INFO, gsm_map.subscriber_info_result(VLR, MSC))
    ]
    results += [tcap.error(27, b"\x30\x00", 2), tcap.reject(1, 3), tcap.result(invoke_id=4)]
    return [
        tcap.begin(psi, psl, dialogue=tcap.aarq(tcap.map_context(28, 3))),
        tcap.end(*results, dialogue=tcap.aare(tcap.map_context(28, 3))),
        tcap.continue_(psi, *results[:2]),
        tcap.unidirectional(psi, dialogue=tcap.audt(tcap.map_context(28, 3))),
        tcap.abort(dialogue=tcap.abrt()),
        argument(gsm_map.insert_subscriber_data(IMSI, MSISDN), op=gsm_map.INSERT_SUBSCRIBER_DATA),
        tcap.begin(*[tcap.invoke(2, gsm_map.update_location(IMSI, MSC, VLR))] * 4),
    ]


def composed() -> list[Frame]:
    """Those messages in every kind of envelope, alone and several to a packet."""
    called, calling = sccp.party(HLR, pc=2002), sccp.party(VLR, ssn=sccp.VLR)
    users = [m3ua.data(unitdata(each), m3ua.context()) for each in messages()]
    for optional in (b"", sccp.segmentation(0, 1)):
        users += [m3ua.data(sccp.xudt(each, called, calling, optional)) for each in messages()]
    users += [m3ua.data(sccp.ludt(each, called, calling)) for each in messages()[:2]]
    frames = [Frame(link.ethernet(ip.ip4(sctp_of(user)), 100), link.ETHERNET) for user in users]
    several = sctp.packet(sctp.sack(), *(sctp.data(user) for user in users[:6]), crc=False)
    jumps = ((ip.HOP_BY_HOP, b""), (ip.DESTINATION, b""))
    frames += [
        Frame(link.sll(ip.ip4(several, options=b"\x94\x04\x00\x00")), link.SLL),
        Frame(link.sll2(ip.ip6(several, extensions=jumps)), link.SLL2),
        Frame(link.ethernet(ip.ip6(several), 100, 200, outer=link.SERVICE), link.ETHERNET),
    ]
    return frames


def simulated() -> list[Frame]:
    """Frames of the simulator, whose encoders are others again."""
    frames = islice(generate(load("attacked-country")), 0, SIMULATED, STEP)
    return [Frame(frame.octets, link.ETHERNET) for frame in frames]


def groups() -> list[list[Frame]]:
    """Frames that belong together: pieces of a message, what comes twice, a dialogue, a request."""
    taken = [take(frame) for frame in (*samples(), *composed()[:10])]
    joined = [variant for variant in VARIANTS if variant.memory]
    alone = [variant.frames([each])[1] for variant in joined for each in taken]
    vectors = [vector.frames() for vector in load_all()]
    told = simulated()
    talks = [told[at : at + TALK] for at in range(0, len(told), TALK)]
    short = [frames[:TALK] for frames in (*alone, *vectors, *talks)]
    return [frames for frames in short if frames and all(map(fits, frames))]


def fits(frame: Frame) -> bool:
    """Whether both copies of a frame fit into a page."""
    return 0 < len(frame.octets) <= SIZE_MAX


def corpus() -> tuple[Seeds, Groups]:
    """All frames, with room for those that will be kept; and which of them follow one another."""
    alone = [vector.frame() for vector in load_all()] + composed() + samples() + simulated()
    alone = [[frame] for frame in alone if fits(frame)]
    every = [*alone, *groups()]
    frames = [frame for group in every for frame in group]
    sizes = np.array([len(group) for group in every])
    firsts = np.cumsum(sizes) - sizes
    count, octets = len(frames), b"".join(frame.octets for frame in frames)
    seeds = Seeds(
        np.zeros(len(octets) + KEPT * KEPT_OCTETS, np.uint8),
        *(np.zeros(count + KEPT, np.int64) for _ in range(3)),
        np.array([count, count, len(octets)]),
    )
    seeds.octets[: len(octets)] = np.frombuffer(octets, np.uint8)
    seeds.size[:count] = [len(frame.octets) for frame in frames]
    seeds.at[:count] = np.cumsum(seeds.size[:count]) - seeds.size[:count]
    seeds.link[:count] = [frame.link for frame in frames]
    behind = slice(len(alone), None)
    return seeds, Groups(firsts[behind], sizes[behind])
