from django import forms

from .store import STORES


class CheckoutForm(forms.Form):
    name = forms.CharField(max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(widget=forms.EmailInput({"autocomplete": "email"}))
    country = forms.ChoiceField(choices=[(store.country, store.name) for store in STORES.values()])
    card = forms.RegexField(
        r"^\d{12,19}$",
        label="Card number",
        initial="4242424242424242",
        help_text="No card is charged: the payment service is a local one. A number ending in 0002 is refused.",
    )
