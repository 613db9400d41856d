"""Who is home: PLMNs, node titles and subscriber numbers from Settings, compiled for kernels.

Everything else is foreign. With no global-title prefix nothing can be called foreign, so whoever
asks must first ask `known` and stay silent when it is false. Partners and other operators are a
later matter.
"""

from dataclasses import dataclass, field

import numpy as np

from appliance.network.digits import text_of
from appliance.network.prefixes import longest_of, tries_of
from appliance.settings import Digits, Field, Plmn, Settings

PREFIXES_MAX = 4096


class HomeSettings(Settings):
    """The numbers of our own network. Everything that is not listed here counts as foreign."""

    plmns: list[Plmn] = Field(default=[], max_length=PREFIXES_MAX)
    """MCC and MNC of our networks, 5 or 6 digits in quotes; "00101" and "001010" are two networks.
    """

    gt_prefixes: list[Digits] = Field(default=[], max_length=PREFIXES_MAX)
    """First digits of our nodes' global titles, international form, no plus sign. Empty: detectors
    that tell home from foreign stay silent.
    """

    msisdn_prefixes: list[Digits] = Field(default=[], max_length=PREFIXES_MAX)
    """First digits of our subscribers' numbers, international form, no plus sign. Empty: the same
    as gt_prefixes.
    """


@dataclass(slots=True)
class Home:
    """The compiled answer; `words` holds three tries for `kernels.prefix`, at the three roots."""

    settings: HomeSettings
    words: np.ndarray = field(init=False)
    gt_root: int = field(init=False)
    imsi_root: int = field(init=False)
    msisdn_root: int = field(init=False)
    gts: dict[str, int] = field(init=False, repr=False)
    imsis: dict[str, int] = field(init=False, repr=False)
    msisdns: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Build the tries; a prefix that is there answers 0, any other number ABSENT."""
        settings = self.settings
        self.gts = dict.fromkeys(settings.gt_prefixes, 0)
        self.imsis = dict.fromkeys(settings.plmns, 0)
        self.msisdns = dict.fromkeys(settings.msisdn_prefixes or settings.gt_prefixes, 0)
        tries = tries_of([self.gts, self.imsis, self.msisdns])
        self.words = tries.words
        self.gt_root, self.imsi_root, self.msisdn_root = tries.roots

    @property
    def unknown_because(self) -> str | None:
        """Why nothing can be called foreign, in one line for the operator; None when it can."""
        if self.known:
            return None
        return "network.home.gt_prefixes is empty, so no sender can be called foreign"

    @property
    def known(self) -> bool:
        """Whether a global title can be called foreign at all."""
        return bool(self.gts)

    def is_home_gt(self, digits: int | np.uint64) -> bool:
        """Whether packed `digits` are a global title of one of our nodes."""
        return longest_of(self.gts, text_of(digits)) is not None

    def is_home_imsi(self, digits: int | np.uint64) -> bool:
        """Whether packed `digits` are an IMSI of one of our PLMNs."""
        return longest_of(self.imsis, text_of(digits)) is not None

    def is_home_msisdn(self, digits: int | np.uint64) -> bool:
        """Whether packed `digits` are a number of one of our subscribers."""
        return longest_of(self.msisdns, text_of(digits)) is not None
