"""Where tshark speaks of the same message, it must agree, or the difference is explained here."""
