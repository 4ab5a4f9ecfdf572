"""The desk: commands as they arrive from outside, and the answers."""
