"""{% submission_key %}: the hidden field that keeps a form from being done twice."""

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from audit.submissions import FIELD

register = template.Library()


@register.simple_tag
def submission_key() -> SafeString:
    """A hidden field with a fresh key; every form that changes something carries one."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())
