"""Quota (编制): how many cars may be kept, by whom, and on which slot each one lives."""
