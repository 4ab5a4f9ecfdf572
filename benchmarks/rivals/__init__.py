"""Other ways to drain the same queue: what ours is measured against.

Each says `ready` when its session is at the broker, waits for a word, drains, and says in JSON how
long that took from before it connected.
"""
