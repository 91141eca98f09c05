"""Views of the consultation, one module for each part of the site."""
