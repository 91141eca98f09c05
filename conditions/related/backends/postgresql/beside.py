"""Narrow tables beside that of the entries, kept in step by triggers.

An entry's own row is its words, vector and sketch: two fit on a page, and a search visits a page for almost each of the
thousands of entries that it reads one of these of.
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from conditions.related.backends.base import TABLE


@dataclass(frozen=True)
class Beside:
    """A table with the number of an `entry` and these `columns` (name -> type), which are columns of an entry too.

    An entry has one row where it meets `condition`; that is made anew, never updated, when one of the `source` columns
    changes.  `indexes` are the statements that make them, by name; `{schema}` stands for that of the tables.  `after`
    is a statement for the new table.
    """

    name: str
    columns: Mapping[str, str]
    source: tuple[str, ...]
    indexes: Mapping[str, str]
    condition: str = "true"
    after: str = ""

    def ensure(self, connection: BaseDatabaseWrapper) -> None:
        """Make table, indexes and triggers; fill it anew where one was missing or another one.

        Who writes entries waits meanwhile (docs/RELATED.md); who reads the table itself waits where it stood before.
        """
        types = "".join(f", {name} {kind} NOT NULL" for name, kind in self.columns.items())
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NULL, current_schema()", [self.name])
            is_new, schema = cursor.fetchone()
            if is_new:
                cursor.execute(f"CREATE TABLE {self.name} (entry bigint NOT NULL{types}); {self.after}")
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [self.name])
            indexes = {row[0] for row in cursor.fetchall()}
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", [f"{self.name}_%"])
            standing, wanted = {row[0] for row in cursor.fetchall()}, self.triggers()
            if indexes == set(self.indexes) and standing == set(wanted):
                return
            cursor.execute(f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE")
            for name in standing:
                cursor.execute(f"DROP FUNCTION {name}() CASCADE")
            for name in indexes:
                cursor.execute(f"DROP INDEX {name}")
            cursor.execute(f"TRUNCATE {self.name}")
            cursor.execute(self._added(f"FROM {TABLE} WHERE {self.condition} ORDER BY id"))
            for statement in self.indexes.values():
                cursor.execute(statement.format(schema=connection.ops.quote_name(schema)))
            for statement in wanted.values():
                cursor.execute(statement)
            cursor.execute(f"ANALYZE {self.name}")

    def triggers(self) -> dict[str, str]:
        """The triggers, by a name that ends with a digest of what they do: one that was changed is made anew."""
        old, new = "OLD TABLE AS old_rows", "NEW TABLE AS new_rows"
        differ = " OR ".join(f"old_rows.{each} IS DISTINCT FROM new_rows.{each}" for each in self.source)
        changed = f"SELECT id FROM old_rows JOIN new_rows USING (id) WHERE {differ}"
        added = self._added(f"FROM new_rows WHERE {self.condition}")
        bodies = {
            "INSERT": (f"REFERENCING {new}", f"{added}; "),
            "DELETE": (f"REFERENCING {old}", f"{self._removed('SELECT id FROM old_rows')}; "),
            "UPDATE": (
                f"REFERENCING {old} {new}",
                f"{self._removed(changed)}; {added} AND id IN ({changed}); ",
            ),
            "TRUNCATE": ("", f"DELETE FROM {self.name}; "),
        }
        made = {}
        for event, (tables, body) in bodies.items():
            name = f"{self.name}_{event.lower()}_{hashlib.sha256((tables + body).encode()).hexdigest()[:8]}"
            made[name] = (
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$body$ BEGIN {body}RETURN NULL; END $body$; "
                f"CREATE TRIGGER {name} AFTER {event} ON {TABLE} {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )
        return made

    def _added(self, rows: str) -> str:
        """Add the rows of entries."""
        names = "".join(f", {name}" for name in self.columns)
        return f"INSERT INTO {self.name} (entry{names}) SELECT id{names} {rows}"

    def _removed(self, entries: str) -> str:
        """Remove the rows of entries."""
        return f"DELETE FROM {self.name} WHERE entry IN ({entries})"
