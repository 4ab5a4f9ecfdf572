"""Commands of this package: each file is one group, and only these files read settings."""
