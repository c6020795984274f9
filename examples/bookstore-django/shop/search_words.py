import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]{2,40}")
#: Words that stand in every text and find nothing.
STOP_WORDS = frozenset("a an and as at but by for from in into is it no not of on or so the to with".split())


def words_of(text: str) -> list[str]:
    """The words of a text in the form in which the search keeps them: lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return [word for word in _WORD.findall(plain) if word not in STOP_WORDS]
