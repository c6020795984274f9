from jinja2 import DictLoader, Environment


def environment(**options):
    return Environment(**{**options, "loader": DictLoader({"page.jinja": "{% for n in numbers %}{{ n }}{% endfor %}"})})
