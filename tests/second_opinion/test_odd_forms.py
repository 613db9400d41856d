"""The same parameters in every form of BER that has fooled decoders: read through, and told."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.build import reshape
from tests.second_opinion import test_cap, test_map
from tests.second_opinion.reading import EXAMPLES, read

TOLD = {"non_minimal_length", "high_tag", "indefinite_length"}


@pytest.mark.parametrize("opinion", [test_map, test_cap], ids=["map", "cap"])
@settings(deadline=None, max_examples=EXAMPLES // 2)
@given(seed=st.integers(0, 2**32 - 1), form=st.sampled_from([*reshape.FORMS[1:], "mixed"]))
def test_parameters__are_read_in_any_form(opinion, seed: int, form: str):
    dice = Random(seed)
    pairs = [opinion.drawn(case, dice, 0.3) for case in opinion.CASES]
    forms = reshape.FORMS if form == "mixed" else (form,)
    bent = [
        parameter._replace(octets=reshape.reshaped(parameter.octets, lambda: dice.choice(forms)))
        for parameter, _ in pairs
    ]
    for case, (_, filled), parameter, found in zip(
        opinion.CASES, pairs, bent, read(bent), strict=True
    ):
        expected = opinion.expected(case, filled)
        assert (str(case), expected.identities, expected.leaks) == (
            str(case),
            found.identities,
            found.leaks,
        ), parameter.octets.hex()
        assert (0, 0) == (found.unexplained, found.stop)
        assert TOLD >= set(found.oddities)
