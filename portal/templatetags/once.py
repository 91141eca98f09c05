"""Parts of a template that are the same on every page, drawn once for the process."""

from django import template
from django.template import Node, NodeList
from django.template.base import Parser, Token
from django.template.context import Context
from django.urls import get_script_prefix
from django.utils.translation import get_language

register = template.Library()


class Once(Node):
    """What stands between the tags, drawn once for each language and place of the site."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: dict[tuple[str | None, str], str] = {}

    def render(self, context: Context) -> str:
        """Draw it, or take what was drawn."""
        key = get_language(), get_script_prefix()
        if key not in self.drawn:
            self.drawn[key] = self.nodelist.render(context)
        return self.drawn[key]


@register.tag
def once(parser: Parser, token: Token) -> Once:
    """`{% once %}...{% endonce %}`: nothing inside may depend on who asks, for what, or on a setting that changes."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(nodelist)
