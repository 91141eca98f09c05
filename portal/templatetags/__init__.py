"""Template tags that compose pages."""
