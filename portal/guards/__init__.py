"""Middleware that refuses or marks requests before anything else reads them, one guard a file."""
