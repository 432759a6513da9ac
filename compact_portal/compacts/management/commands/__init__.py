"""Commands of the compacts app."""
