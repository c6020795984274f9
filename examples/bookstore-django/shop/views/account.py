from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from shop.models import Order


@login_required
def account(request):
    orders = Order.objects.filter(customer__user=request.user).prefetch_related("lines__book")[:20]
    return render(request, "shop/account.html", {"orders": orders})
