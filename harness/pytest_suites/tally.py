import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Tally:
    """Runs checks and tests one after another and adds up what held."""

    passed: int = 0
    failed: int = 0

    def check(self, command: list[str], folder: Path) -> None:
        """A command that ends with 0 where all is well."""
        bad = subprocess.run(command, cwd=folder).returncode != 0
        self.passed, self.failed = self.passed + (not bad), self.failed + bad

    def pytest(self, python: str, folder: Path, env: dict[str, str]) -> None:
        command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
        done = subprocess.run(command, env={**os.environ, **env}, cwd=folder, stdout=subprocess.PIPE, text=True)
        print(done.stdout, flush=True)
        last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
        counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error)", last)}
        bad = counts.get("failed", 0) + counts.get("error", 0)
        self.passed += counts.get("passed", 0)
        self.failed += bad or int(done.returncode != 0)

    def close(self) -> int:
        """Prints the line that scripts/test.mjs reads; the exit code."""
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0
