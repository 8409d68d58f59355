"""What the readable copy of a person's data needs to walk through it."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def is_mapping(value: Any) -> bool:
    """Tell whether VALUE has named parts."""
    return isinstance(value, dict)


@register.filter
def is_list(value: Any) -> bool:
    """Tell whether VALUE is a row of things."""
    return isinstance(value, list)
