"""驾驶员: who drives, whether he may, what he has learned, and how well he does it."""
