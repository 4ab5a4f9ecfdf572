"""The boards: what supervisors read, each a pure function of what the views know."""
