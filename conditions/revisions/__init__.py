"""A reference page as one document: read, compared, merged, checked and written."""
