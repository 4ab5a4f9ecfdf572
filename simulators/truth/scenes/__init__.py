"""Scenes: what cars do, one family a file, each with what has to be found of it."""
