"""Many fences at once, for many positions: exact, and without a look at most of them."""
