from .fault import Fault

FAULT = Fault(
    key="slow-template-loop",
    title="A template in a loop in a loop",
    what="The stars of every book are drawn one half at a time, each half by an included template of its "
    "own: over two hundred and forty renderings for one page of the catalogue.",
    endpoints=("GET /", "GET /books/", "GET /category/<slug>/", "GET /book/<id>/<slug>/"),
    fix="Draw the row of stars by one template.",
    in_demo=True,
)


def stars_template() -> str:
    """The template that draws a row of half stars."""
    return "shop/parts/stars_by_halves.html" if FAULT.is_on() else "shop/parts/stars.html"
