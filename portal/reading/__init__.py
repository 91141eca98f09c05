"""The read model: public pages as they were made, kept in the database, and what makes them stale."""
