"""Backups of the database as folders with checksums (`manage.py backup`), and the way back (`manage.py restore`).

Only the database is kept: the language model, the lexicon, vectors and static files are made again from the packages
and from it.  The keys in `.env` are left out on purpose: who steals a backup must not get them too.
"""
