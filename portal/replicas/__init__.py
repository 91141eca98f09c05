"""Read replicas of PostgreSQL: strangers' stored pages are read there, everything else from the primary."""
