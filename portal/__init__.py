"""The composition root: settings, addresses, the assembled admin, home page and health."""
