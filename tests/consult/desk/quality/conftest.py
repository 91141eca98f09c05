"""The cast of the team: a colleague in a specialty of their own."""

from tests.consult.desk.team.conftest import colleague, rare

__all__ = ["colleague", "rare"]
