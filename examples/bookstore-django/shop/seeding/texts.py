import re
from random import Random

from . import words


def person(random: Random) -> str:
    return f"{random.choice(words.FIRST_NAMES)} {random.choice(words.SURNAMES)}"


def title(random: Random, category: str) -> str:
    return _articles(random.choice(words.TITLE_PATTERNS).format(**_parts(random, category, capital=True)))


def description(random: Random, category: str, author: str) -> str:
    """Six different sentences on the subjects of the category."""
    chosen = random.sample(words.SENTENCES, 6)
    parts = [{**_parts(random, category, capital=False), "author": author} for _ in chosen]
    return _articles(" ".join(map(str.format_map, chosen, parts)))


def review(random: Random, category: str) -> str:
    chosen = random.sample(words.REVIEW_SENTENCES, random.randint(1, 4))
    parts = [_parts(random, category, capital=False) for _ in chosen]
    return _articles(" ".join(map(str.format_map, chosen, parts)))


def biography(random: Random, name: str, born: int) -> str:
    home, now = random.sample(words.PLACES, 2)
    return _articles(
        f"{name} was born in {home} in {born}, worked as an {random.choice(words.TRADES)} and turned to writing "
        f"late. The books have been read far beyond {home}. {name.split()[0]} lives in {now} with a "
        f"{random.choice(words.ADJECTIVES).lower()} dog."
    )


def isbn13(number: int) -> str:
    """The ISBN of that running number, with its check digit."""
    body = f"978{number:09d}"
    total = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(body))
    return body + str(-total % 10)


def _parts(random: Random, category: str, *, capital: bool) -> dict[str, str]:
    subject, other = random.sample(words.SUBJECTS[category].split(), 2)
    adjective = random.choice(words.ADJECTIVES)
    return {
        "subject": subject.capitalize() if capital else subject,
        "subjects": _plural(subject.capitalize() if capital else subject),
        "other": other.capitalize() if capital else other,
        "adjective": adjective if capital else adjective.lower(),
        "place": random.choice(words.PLACES),
        "count": random.choice(words.COUNTS),
        "trade": random.choice(words.TRADES),
        "verb": random.choice(words.VERBS),
    }


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "sh", "ch")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _articles(text: str) -> str:
    """Writes `an` before a vowel and `a` elsewhere, whatever the patterns say."""
    return re.sub(
        r"\b([Aa])n? (?=(\w+))",
        lambda found: f"{found[1]}{'n' if found[2].lower().startswith((*'aeiou', 'honest')) else ''} ",
        text,
    )
