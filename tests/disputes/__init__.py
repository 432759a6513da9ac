"""Tests of the disputes app."""
