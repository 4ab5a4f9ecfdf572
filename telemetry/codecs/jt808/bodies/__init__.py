"""What stands in the bodies, message by message: the tables of the standard as data."""
