"""Statements that every message needs, built once and run straight on the database's driver.

SQLAlchemy still writes the SQL, seals, unseals and keeps the connections. What it does besides for every single statement is
not needed here, and takes several times as long as the statement itself.
"""

from __future__ import annotations

from collections import namedtuple
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Boolean
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.types import TypeDecorator

Convert = Callable[[Any], Any]
Values = Mapping[str, Any]


@dataclass(frozen=True)
class _Prepared:
    """A statement for one kind of database: what is always the same in it, how its values are written and its columns read."""

    sql: str
    fixed: dict[str, Any]
    written: list[tuple[str, Convert]]
    row: Callable[..., Any]
    read: list[Convert | None]

    def values(self, given: Values) -> dict[str, Any]:
        values = {**self.fixed, **given}
        for name, convert in self.written:
            values[name] = convert(values[name])
        return values

    def rows(self, found: Iterable[Sequence[Any]]) -> list[Any]:
        return [
            self.row(*(value if convert is None else convert(value) for value, convert in zip(each, self.read))) for each in found
        ]


class Statement:
    """One of SQLAlchemy's, with named parameters. `columns`: those that an insert fills, by default all."""

    def __init__(self, clause: Executable, columns: Sequence[str] | None = None) -> None:
        self._clause, self._columns = clause, columns
        self._prepared: dict[str, _Prepared] = {}

    def on(self, dialect: Dialect) -> _Prepared:
        return self._prepared.get(dialect.name) or self._prepared.setdefault(dialect.name, self._prepare(dialect))

    def _prepare(self, dialect: Dialect) -> _Prepared:
        by_name = type(dialect)(paramstyle="named" if dialect.name == "sqlite" else "pyformat")
        clause: Any = self._clause
        built = clause.compile(dialect=by_name, column_keys=self._columns)
        written = {name: bound.type.dialect_impl(dialect).bind_processor(dialect) for bound, name in built.bind_names.items()}
        columns = list(clause.selected_columns) if isinstance(clause, SelectBase) else []
        return _Prepared(
            str(built),
            {name: value for name, value in built.params.items() if isinstance(value, str)},
            [(name, convert) for name, convert in written.items() if convert],
            namedtuple("Row", [column.key for column in columns]),
            [_reader(column.type, dialect) for column in columns],
        )


def _reader(kind: Any, dialect: Dialect) -> Convert | None:
    """All but these come from the driver as they are."""
    if not isinstance(kind, (TypeDecorator, Boolean)):
        return None
    found: Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return found


class Driver:
    """One transaction on a driver's connection."""

    def __init__(self, cursor: Any, dialect: Dialect) -> None:
        self._cursor, self.dialect = cursor, dialect

    @property
    def clash(self) -> type[Exception]:
        """What is raised where a row is there already. PostgreSQL lets nothing more be done in the same transaction then."""
        kind: type[Exception] = self.dialect.dbapi.IntegrityError  # type: ignore[attr-defined]
        return kind

    def run(self, statement: Statement, values: Values | Sequence[Values]) -> int:
        """How many rows it changed; several sets of values are written one after the other."""
        prepared = statement.on(self.dialect)
        if isinstance(values, Mapping):
            self._cursor.execute(prepared.sql, prepared.values(values))
        else:
            self._cursor.executemany(prepared.sql, [prepared.values(each) for each in values])
        return int(self._cursor.rowcount)

    def all(self, statement: Statement, values: Values) -> list[Any]:
        """Rows whose columns are attributes."""
        prepared = statement.on(self.dialect)
        self._cursor.execute(prepared.sql, prepared.values(values))
        return prepared.rows(self._cursor.fetchall())

    def first(self, statement: Statement, values: Values) -> Any:
        """The first row, or None."""
        return next(iter(self.all(statement, values)), None)

    def say(self, sql: str) -> None:
        self._cursor.execute(sql)


@contextmanager
def driver(engine: Engine, begin: Callable[[Driver, dict[str, Any]], None]) -> Iterator[Driver]:
    """One transaction, which `begin` begins; it gets what is noted of the connection, too. Raises what SQLAlchemy would."""
    held: Any = engine.raw_connection()
    dialect: Any = engine.dialect
    try:
        # Closed before somebody else gets the connection: what is left of it would make whoever drops it wait for them.
        with closing(held.cursor()) as cursor:
            with_it = Driver(cursor, dialect)
            begin(with_it, held.info)
            yield with_it
            held.commit()
    except dialect.dbapi.Error as problem:
        gone = dialect.is_disconnect(problem, held.dbapi_connection, None)
        if gone:
            held.invalidate(problem)
        raise DBAPIError.instance(
            None, None, problem, dialect.dbapi.Error, hide_parameters=True, connection_invalidated=gone, dialect=dialect
        ) from problem
    finally:
        held.close()  # which takes back what was not committed
