"""The vectors of entries once more, five to a page, for who reads thousands of them by their numbers.

The nearest of all are found in the table of the entries, by HNSW.
"""

from conditions.related.backends.postgresql.beside import Beside

NAME = "conditions_vectorrow"

ROWS = Beside(
    name=NAME,
    columns={"encoder": "varchar(16)", "vector": "vector"},
    source=("encoder", "vector"),
    indexes={f"{NAME}_entry": f"CREATE UNIQUE INDEX {NAME}_entry ON {NAME} (entry)"},
    condition="vector IS NOT NULL",
    after=f"ALTER TABLE {NAME} ALTER COLUMN vector SET STORAGE PLAIN",
)
