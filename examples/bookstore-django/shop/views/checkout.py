import httpx
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shop.external_service import PaymentDeclined
from shop.forms import CheckoutForm
from shop.models import Customer, Order
from shop.order_placing import Buyer, OutOfStock, place_order

MY_ORDERS = "orders"


@require_http_methods(["GET", "POST"])
def checkout(request):
    lines = request.basket.lines()
    if not lines:
        return redirect("basket")
    customer = _customer(request)
    form = CheckoutForm(request.POST or None, initial=_known(request, customer))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            order = place_order(lines, Buyer(**form.cleaned_data, customer=customer))
        except (OutOfStock, PaymentDeclined) as refusal:
            form.add_error(None, str(refusal))
            status = 409
        except httpx.HTTPError:
            form.add_error(None, "The payment service does not answer. Nothing was charged; try again.")
            status = 503
        else:
            request.basket.clear()
            request.session[MY_ORDERS] = [*request.session.get(MY_ORDERS, []), order.number][-20:]
            return redirect("order", order.number)
    context = {"form": form, "lines": lines, "total": sum(line.total for line in lines)}
    return render(request, "shop/checkout.html", context, status=status)


def order_page(request, number: str):
    """Shown to the visitor who placed it and to the customer whose it is; to others it does not exist."""
    order = Order.objects.filter(number=number).first()
    if order is None or not _may_see(request, order):
        raise Http404("There is no such order.")
    return render(request, "shop/order.html", {"order": order, "lines": order.lines.select_related("book")})


def _may_see(request, order: Order) -> bool:
    if order.number in request.session.get(MY_ORDERS, []):
        return True
    customer = _customer(request)
    return customer is not None and order.customer_id == customer.pk


def _customer(request) -> Customer | None:
    if not request.user.is_authenticated:
        return None
    return Customer.objects.filter(user=request.user).first()


def _known(request, customer: Customer | None) -> dict:
    if customer is None:
        return {"country": request.store.country}
    return {"name": customer.name, "email": request.user.email, "country": customer.country}
