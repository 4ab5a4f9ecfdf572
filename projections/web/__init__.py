"""The live page and its API: what people see in a browser."""
