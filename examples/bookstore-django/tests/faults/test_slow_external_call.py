FAULT = "slow-external-call"


def test_a_book_asks_all_carriers(switch, client, book, outside):
    client.get(book.get_absolute_url())
    assert outside.answers == {"ordinary": 1}
    switch(FAULT)
    outside.reset()
    client.get(book.get_absolute_url())
    assert outside.answers == {"slow": 1}


def test_the_slow_answer_is_no_other_answer(switch, client, book):
    quick = client.get(book.get_absolute_url()).context["delivery"]
    switch(FAULT)
    assert client.get(book.get_absolute_url()).context["delivery"] == quick
