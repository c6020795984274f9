from .fault import Fault

FAULT = Fault(
    key="slow-external-call",
    title="A slow answer from another service",
    what="Shipping quotes ask for every carrier although only the cheapest is shown; the carrier service "
    "takes some hundred milliseconds for that.",
    endpoints=("GET /book/<id>/<slug>/", "POST /checkout/", "POST /api/orders/"),
    fix="Ask for the cheapest carrier alone: scope=cheapest.",
)


def quote_scope() -> str:
    """How much of the carriers' tariffs a shipping quote looks at."""
    return "all" if FAULT.is_on() else "cheapest"
