def counting(get_response):
    def middleware(request):
        return get_response(request)

    return middleware


def attributes(request, response):
    """What VITALFEW["ATTRIBUTES"] in the settings names."""
    if "shop" in request.GET:
        return {"shop.name": request.GET["shop"], "shop.answer_type": response["Content-Type"]}
    return {"never.seen": 1 / 0} if "fail" in request.GET else {}
