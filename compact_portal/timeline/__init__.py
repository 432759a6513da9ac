"""The story of a Compact in sentences, and what applied on any day."""
