"""SQLite: FTS5, and one memory-mapped file of vectors."""
