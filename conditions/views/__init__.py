"""Views of the reference side, one module for each part of the site."""
