"""Disputes: the procedure, the cases, and the mediators."""
