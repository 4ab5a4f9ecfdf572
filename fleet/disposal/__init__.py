"""处置: how a car leaves for good, in four steps and one year, and must not be used meanwhile."""
