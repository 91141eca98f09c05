"""Admin classes of the consultation, registered by portal.admin."""
