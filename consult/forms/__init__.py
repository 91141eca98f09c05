"""Forms that patients fill in."""
