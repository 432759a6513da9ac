"""The pages of codes, by what they are for."""
