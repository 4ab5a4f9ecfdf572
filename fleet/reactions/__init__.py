"""When X has happened, say Y: in the same save, soon after, or when a date has come."""
