"""The one reader of text: no Django, no database, the same for every form, scan, search and index."""
