"""What commands share that are carried out again and again: their argument and their loop."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, NoReturn

from django.db import DatabaseError, connection

from consult.common.database import give_back_connection


def add_every(parser: ArgumentParser) -> None:
    """--every SECONDS keeps the command running."""
    parser.add_argument("--every", type=int, metavar="SECONDS", help="run again after so many seconds")


def for_ever(work: Callable[[], None], seconds: int, stderr: Any) -> NoReturn:
    """Do the work every so many seconds.  While the database is away, perhaps restarting, what is due stays due."""
    while True:
        try:
            work()
        except DatabaseError as error:
            stderr.write(f"The database does not answer ({type(error).__name__}); trying again later.")
            connection.close()
        give_back_connection()
        time.sleep(seconds)
