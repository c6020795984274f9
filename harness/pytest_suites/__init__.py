"""What the suites written in Python share: an environment, a PostgreSQL of their own, and their sum for `npm test`."""

from .environment import environment
from .postgres import postgres
from .tally import Tally

__all__ = ["Tally", "environment", "postgres"]
