"""Questions and replies read from a file: reading its lines, presenting their words, filing, storing."""
