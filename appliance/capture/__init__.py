"""Where frames come from: an interface through libpcap, or trace files."""
