"""Who exists: the home network, its subscribers, foreign operators and the tapped links."""
