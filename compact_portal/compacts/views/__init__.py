"""The pages of the compacts app, by what they are for."""
