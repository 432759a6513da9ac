"""The portal in a real browser, against a real server process with the sample data."""
