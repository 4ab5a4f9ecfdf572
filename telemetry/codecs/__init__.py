"""Bytes of terminals to fixes, and back."""
