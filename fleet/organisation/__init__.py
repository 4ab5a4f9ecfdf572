"""Units: who holds vehicles."""
