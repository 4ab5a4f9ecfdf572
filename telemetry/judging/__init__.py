"""The live judge: what is new about a car, to findings that are opened, amended and voided."""
