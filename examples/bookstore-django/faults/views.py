from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from . import control, switch
from .registry import FAULTS


@require_http_methods(["GET", "POST"])
def faults_page(request):
    """Lists the faults; a POST of `fault` and `state` switches one."""
    if request.method == "GET":
        on = switch.switched_on()
        rows = [{"fault": fault, "on": key in on} for key, fault in FAULTS.items()]
        return render(request, "faults/faults.html", {"rows": rows, "on_count": len(on)})
    key, state = request.POST.get("fault", ""), request.POST.get("state", "")
    if state not in {"on", "off"}:
        return HttpResponseBadRequest("state is neither on nor off")
    try:
        control.turn(key, state == "on")
    except control.UnknownFault as error:
        return HttpResponseBadRequest(str(error), content_type="text/plain")
    messages.success(request, f"{FAULTS[key].title}: {state}.")
    return redirect("faults")
