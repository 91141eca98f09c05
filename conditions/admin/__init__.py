"""Admin classes of the reference side, registered by portal.admin."""
