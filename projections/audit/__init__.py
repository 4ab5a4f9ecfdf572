"""Audit: any earlier moment again, and the proof that nothing was changed."""
