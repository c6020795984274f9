"""The Vitalfew agent for Django: name "vitalfew" in INSTALLED_APPS."""

from .recording import set_attribute

__all__ = ["__version__", "set_attribute"]
__version__ = "0.1.0"
