"""More Info rests on reference pages: what a reply cites of them, and what became of it since."""
