"""Tags of the compacts pages."""
