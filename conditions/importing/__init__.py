"""Reference pages read from a file: reading its lines, laying out their sections, storing."""
