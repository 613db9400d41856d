"""The breath: pull, decode, judge, speak, account."""
