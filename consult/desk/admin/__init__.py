"""Admin classes of the consultation, registered by portal.admin, and the tools they stand on."""
