"""Runs tasks in this process beside its requests, so that a small site needs no task worker.

The patient does not wait for the mail server, and how long an answer takes tells nobody whether an address is known.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import close_old_connections, connections
from django_tasks import TaskResult
from django_tasks.backends.immediate import ImmediateBackend

_pools: dict[str, ThreadPoolExecutor] = {}


def _pool(alias: str) -> ThreadPoolExecutor:
    """The one thread of these tasks: mails go out in the order in which they were queued."""
    return _pools.setdefault(alias, ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"tasks-{alias}"))


class ThreadBackend(ImmediateBackend):
    """Each task at once, but in a thread of its own.  What has begun is finished before the process ends."""

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        """Hand the task over."""
        _pool(self.alias).submit(self._work, task_result)

    def _work(self, task_result: TaskResult[Any]) -> None:
        """Run the task.  Its connections are kept as those of requests are: a new one reads the whole schema again."""
        close_old_connections()
        try:
            super()._execute_task(task_result)
        finally:
            close_old_connections()


def finish() -> None:
    """Wait until everything that was handed over so far is done, and close the connections of these threads."""
    for pool in list(_pools.values()):
        pool.submit(connections.close_all).result()
