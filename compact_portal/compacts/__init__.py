"""Compacts: the directory, the texts in their editions, and reading, importing and editing them."""
