"""Everything that changes links and reference pages: keyword-only and atomic."""
