import re

_LITERAL = re.compile(
    r"""(?P<skip>"(?:[^"]|"")*"|`[^`]*`|%\w|\$\d+|[A-Za-z_][\w$]*)   # names and binds stay
    |--[^\n]*|/\*.*?\*/                                              # comments go
    |'(?:[^']|'')*(?:'|$)|\$(\w*)\$.*?\$\2\$|\b\d[\w.]*              # values become ?
    """,
    re.VERBOSE | re.DOTALL,
)
_VARIABLE = re.compile(r"[0-9a-fA-F]{8,}|\d+")


def mask_statement(sql: str) -> str:
    """The statement without literals. The server reads it again by the rules of its dialect."""
    return _LITERAL.sub(lambda match: match.group("skip") or ("" if match.group(0)[:1] in "-/" else "?"), sql)


def key_template(key: str) -> str:
    """A cache key with digits and hashes replaced by `*`."""
    return _VARIABLE.sub("*", key[:200])
