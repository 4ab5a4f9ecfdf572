"""A city on a laptop: seeded, repeatable, and with faults that are known."""
