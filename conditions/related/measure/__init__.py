"""The numbers: how well the engine finds what it should."""
