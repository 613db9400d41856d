"""Operators: the home network and those of real countries, with invented codes and titles.

Country codes and MCCs are real; the rest leads nowhere, and the network codes are unassigned.
Titles in North America are NPA 555 01xx, in Britain +44 7700 900xxx (numbers set aside for
fiction), elsewhere the country code and 000, with which no national number begins. A title is the
operator's prefix and two digits that tell the node.
"""

from dataclasses import dataclass

_NUMBER_DIGITS_MAX = 15


@dataclass(frozen=True, slots=True)
class Operator:
    """One network: who it is, how it is reached, and what its nodes can speak."""

    code: str
    country: str
    prefix: str
    mcc: str
    mnc: str
    link: int = 0
    speaks_auth_v3: bool = True
    speaks_sms_v3: bool = True
    sends_xudt: bool = False

    @property
    def is_home(self) -> bool:
        """Whether this is the network whose links are tapped."""
        return self.code == HOME_CODE

    @property
    def hlr_gt(self) -> str:
        """Home location register."""
        return f"{self.prefix}01"

    @property
    def smsc_gt(self) -> str:
        """Short message service centre."""
        return f"{self.prefix}21"

    @property
    def gmlc_gt(self) -> str:
        """Gateway mobile location centre."""
        return f"{self.prefix}31"

    @property
    def vlr_gts(self) -> tuple[str, ...]:
        """Switches, each with its visitor location register."""
        return tuple(f"{self.prefix}{unit}" for unit in (11, 12, 13))

    def leased_gt(self, number: int) -> str:
        """A title that somebody else uses, 0 to 9."""
        return f"{self.prefix}{50 + number}"

    def roaming_number(self, number: int) -> str:
        """A number lent to a visitor for one call; ten of them."""
        return f"{self.prefix}{90 + number % 10}"

    def subscriber_number(self, number: int) -> str:
        """A subscriber of this (foreign) operator; thirty of them."""
        return f"{self.prefix}{60 + number % SUBSCRIBER_NUMBERS}"

    def mobile_title(self, imsi: str) -> str:
        """E.214: MCC and MNC give way to the prefix, and as much of the rest follows as fits."""
        msin = imsi[len(self.mcc) + len(self.mnc) :]
        return (self.prefix + msin)[:_NUMBER_DIGITS_MAX]


HOME_CODE = "home"
SUBSCRIBER_NUMBERS = 30

HOME = Operator(HOME_CODE, "United States", "120255501", "001", "01")

_FOREIGN = (
    ("gb-1", "United Kingdom", "4477009001", "234", "95"),
    ("gb-2", "United Kingdom", "4477009002", "234", "96"),
    ("cn-1", "China", "8600010000", "460", "95"),
    ("de-1", "Germany", "4900010000", "262", "95"),
    ("fr-1", "France", "3300010000", "208", "95"),
    ("it-1", "Italy", "3900010000", "222", "95"),
    ("es-1", "Spain", "3400010000", "214", "95"),
    ("se-1", "Sweden", "4600010000", "240", "95"),
    ("nl-1", "Netherlands", "3100010000", "204", "95"),
    ("pl-1", "Poland", "4800010000", "260", "95"),
    ("bb-1", "Barbados", "124655501", "342", "995"),
    ("ag-1", "Antigua and Barbuda", "126855501", "344", "995"),
    ("ch-1", "Switzerland", "4100010000", "228", "95"),
    ("gr-1", "Greece", "3000010000", "202", "95"),
    ("tr-1", "Turkey", "9000010000", "286", "95"),
    ("eg-1", "Egypt", "2000010000", "602", "95"),
    ("sa-1", "Saudi Arabia", "96600010000", "420", "95"),
    ("ae-1", "United Arab Emirates", "97100010000", "424", "95"),
    ("in-1", "India", "9100010000", "404", "95"),
    ("jp-1", "Japan", "8100010000", "440", "91"),
    ("ph-1", "Philippines", "6300010000", "515", "95"),
    ("id-1", "Indonesia", "6200010000", "510", "95"),
    ("au-1", "Australia", "6100010000", "505", "95"),
    ("br-1", "Brazil", "5500010000", "724", "95"),
    ("mx-1", "Mexico", "5200010000", "334", "995"),
    ("ng-1", "Nigeria", "23400010000", "621", "95"),
    ("ke-1", "Kenya", "25400010000", "639", "95"),
    ("za-1", "South Africa", "2700010000", "655", "95"),
)


def foreign(links: int) -> tuple[Operator, ...]:
    """All foreign operators, spread over the links; some are a version behind or send XUDT."""
    return tuple(
        Operator(
            *row,
            link=number % links,
            speaks_auth_v3=number % 3 != 1,
            speaks_sms_v3=number % 3 != 2,
            sends_xudt=number % 4 == 1,
        )
        for number, row in enumerate(_FOREIGN)
    )


FOREIGN_CODES = tuple(row[0] for row in _FOREIGN)
