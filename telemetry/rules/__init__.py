"""Rules: one family of findings a file, pure."""
