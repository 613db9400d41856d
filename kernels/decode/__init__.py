"""The batch kernels that turn frames into messages, messages into signals, arguments into identities."""
