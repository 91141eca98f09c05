"""Forms of the private case and of readers; those of the way to ask are in consult.asking.forms."""
