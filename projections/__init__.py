"""What supervisors see: views folded from the ledgers."""
