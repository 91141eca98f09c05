"""The addresses of sources: whether they still answer, and which pages rest on them."""
