"""From a finding to the sentence that a person reads."""
