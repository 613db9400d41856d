"""The namespaces that live tests make are gone afterwards, whatever happened in them."""

import subprocess

import pytest

from tests.namespace import namespace, why_not


@pytest.mark.root
def test_namespace__is_removed_after_a_failure():
    if reason := why_not():
        pytest.skip(reason)
    processes = []

    def fail():
        with namespace() as made:
            made.add_pair()
            processes.append(made.start("sleep", "600"))
            assert made.name in names()
            raise LookupError(made.name)

    with pytest.raises(LookupError) as failed:
        fail()
    assert str(failed.value.args[0]) not in names()
    assert processes[0].poll() is not None


def names():
    """Of all namespaces there are."""
    return subprocess.run(
        ["ip", "netns", "list"], capture_output=True, text=True, check=True
    ).stdout
