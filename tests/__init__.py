"""What the portal must do: one folder for each app, `browser/` for real pages, `benchmarks/` for speed."""
