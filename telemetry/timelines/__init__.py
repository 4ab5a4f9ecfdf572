"""What the papers say about a car over time: the intervals that verdicts need, as a pure fold."""
