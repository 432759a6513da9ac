"""Searching everything a person may read."""
