"""A labelled story: what cars truly do, what their papers say, and what has to be found."""
