"""Batch kernels: frames into messages, messages into signals, arguments into identities."""
