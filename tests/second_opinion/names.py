"""What the names of the specifications mean: which is an identity, and what a result gives away."""

from tests.second_opinion.asn1 import Filled, Leaf

IDENTITIES = {
    "imsi": {"imsi", "iMSI"},
    "msisdn": {"msisdn", "mSISDN", "storedMSISDN"},
    "imei": {"imei", "iMEI", "imeisv"},
    "vlr_gt": {"vlr-Number", "vlr-number", "newVLR-Number"},
    "msc_gt": {
        *("msc-Number", "mscAddress", "networkNode-Number", "vmsc-Address"),
        "anchorMSC-Address",
    },
    "sgsn_gt": {"sgsn-Number", "newSGSNNumber"},
    "hlr_gt": {"hlr-Number"},
    "gmlc_gt": {"mlc-Number", "mlcNumber", "gmlc-List"},
    "scf_gt": {"gsmSCF-Address", "gsmSCFAddress"},
    "smsc_gt": {
        *("serviceCentreAddress", "serviceCentreAddressDA", "serviceCentreAddressOA"),
        "sMSCAddress",
    },
    "new_msc_gt": {"newMSC-Number", "targetMSC-Number", "newMSCNumber"},
    "forwarded_to": {
        *("forwardedToNumber", "longForwardedToNumber", "destinationRoutingAddress"),
        *("forwardingDestinationNumber", "ipRoutingAddress", "assistingSSPIPRoutingAddress"),
    },
}
# The parameter as a whole, by operation and component, where it is one identity.
WHOLE = {
    ("sendIMSI", "invoke"): "msisdn",
    ("sendIMSI", "result"): "imsi",
    ("checkIMEI", "invoke"): "imei",
    ("sendAuthenticationInfo", "invoke"): "imsi",
    ("noteSubscriberPresent", "invoke"): "imsi",
    ("reportSM-DeliveryStatus", "result"): "msisdn",
}
# A name that means it in one operation only.
HERE = {
    ("initialDPSMS", "callingPartyNumber"): "msisdn",
    ("connectSMS", "callingPartysNumber"): "msisdn",
    ("connectSMS", "destinationSubscriberNumber"): "forwarded_to",
}
# Why our reading leaves out what has such a name: (operation, a name on the way, reason).
NOT_READ = (
    ("purgeMS", "locationInformation", "the sender's own record, not where the subscriber is"),
    ("purgeMS", "locationInformationGPRS", "as locationInformation"),
    ("reset", "subscriptionData", "data of many subscribers, of none by name"),
    ("reset", "subscriptionDataDeletion", "as subscriptionData"),
)
LEAKS = {
    "cell": {
        *("cellGlobalIdOrServiceAreaIdFixedLength", "e-utranCellGlobalIdentity"),
        "nrCellGlobalIdentity",
    },
    "area": {
        *("laiFixedLength", "routeingAreaIdentity", "trackingAreaIdentity"),
        "nrTrackingAreaIdentity",
    },
    "position": {
        *("geographicalInformation", "geodeticInformation"),
        *("locationEstimate", "add-LocationEstimate"),
    },
    "serving_node": {
        *(
            "mscAddress",
            "vlr-number",
            "msc-Number",
            "sgsn-Number",
            "mme-Name",
            "mme-Number",
            "amf-address",
        ),
        *("networkNode-Number", "vmsc-Address", "sgsn-Address", "additional-Number"),
        *("aaa-Server-Name", "sgsn-Name", "sgsn-Realm", "networkNodeDiameterAddress"),
        *("additionalNetworkNodeDiameterAddress", "thirdNumber", "thirdNetworkNodeDiameterAddress"),
        *("smsf-3gpp-Number", "smsf-3gpp-DiameterAddress", "smsf-non-3gpp-Number"),
        "smsf-non-3gpp-DiameterAddress",
    },
    "imsi": {"imsi"},
    "msisdn": {"msisdn", "storedMSISDN"},
    "imei": {"imei"},
    "authentication": {
        *("tripletList", "quintupletList", "authenticationSetList", "authenticationSet"),
        *("eps-AuthenticationSetList", "currentSecurityContext", "kc", "ki"),
    },
    "profile": {
        *("forwardingData", "camelRoutingInfo", "forwardingInfo", "forwardingInfoFor-CSE"),
        *("callBarringInfoFor-CSE", "odb-Info", "camel-SubscriptionInfo"),
        *("csg-SubscriptionDataList", "cw-Data", "ch-Data", "clip-Data", "clir-Data", "ect-data"),
        *("callForwardingData", "callBarringData", "subscriberData"),
        *("ss-InfoFor-CSE",),
    },
    "state": {
        *("assumedIdle", "camelBusy", "netDetNotReachable", "ps-Detached"),
        *("ps-AttachedNotReachableForPaging", "ps-AttachedReachableForPaging"),
        *("ps-PDP-ActiveNotReachableForPaging", "ps-PDP-ActiveReachableForPaging"),
        "ccbs-SubscriberStatus",
    },
    "roaming_number": {"roamingNumber"},
}
ALL_TELLS = {  # a parameter that gives this away as a whole
    ("sendAuthenticationInfo", 2, "result"): {"authentication"},
    ("sendIMSI", 2, "result"): {"imsi"},
    ("sendIMSI", 3, "result"): {"imsi"},
    ("provideRoamingNumber", 2, "result"): {"roaming_number"},
    ("reportSM-DeliveryStatus", 2, "result"): {"msisdn"},
    ("interrogateSS", 2, "result"): {"profile"},
    ("interrogateSS", 3, "result"): {"profile"},
}
REPORTS = {
    *("noteMM-Event", "subscriberLocationReport", "statusReport", "noteMsPresentForGprs"),
    "noteSubscriberDataModified",
}


CELL_OR_AREA = "cellGlobalIdOrServiceAreaIdOrLAI"
SUBJECT = {"imsi", "msisdn", "imei"}  # whom a report is about, whom its receiver knows


def identity(operation: str, component: str, leaf: Leaf) -> str | None:
    """The identity that a leaf is, by its names."""
    if leaf.digits is None or is_left_out(operation, leaf.path):
        return None
    path = tuple(name for name in leaf.path if name != "*")
    if not path:
        return WHOLE.get((operation, component))
    if (operation, path[-1]) in HERE:
        return HERE[operation, path[-1]]
    return next((one for one, names in IDENTITIES.items() if path[-1] in names), None)


def is_left_out(operation: str, path: tuple[str, ...]) -> bool:
    """Whether NOT_READ names it."""
    return any(operation == where and name in path for where, name, _ in NOT_READ)


def identities(operation: str, component: str, filled: Filled) -> dict[str, str]:
    """The first identity of each kind."""
    found: dict[str, str] = {}
    for leaf in filled.leaves:
        one = identity(operation, component, leaf)
        if one is not None and leaf.digits is not None:
            found.setdefault(one, leaf.digits)
    return found


def leaks(operation: str, version: int, component: str, filled: Filled) -> set[str]:
    """What it gives away."""
    whole = ALL_TELLS.get((operation, version, component), set())
    # CAP has the octets of a cell's or an area's identity without a CHOICE around them.
    sizes = {leaf.size for leaf in filled.leaves if leaf.path[-1:] == (CELL_OR_AREA,)}
    whole = whole | {"cell" if size >= 7 else "area" for size in sizes}
    return whole | {
        leak
        for leak, names in LEAKS.items()
        for path in filled.names
        if path and path[-1] in names and not is_left_out(operation, path)
    }
