"""The demo site: content in TOML (README.md in this folder), and what loads it."""
