"""Reference pages, causes and sources; links from replies to causes; the related-question engine."""
