"""What supervisors see: views folded from the ledgers."""

from projections.projection import Projection

__all__ = ["Projection"]
