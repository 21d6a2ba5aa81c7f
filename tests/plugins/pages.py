"""Reads a page as a browser does: its title, its words, where it leads, and its forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

NOT_SENT = frozenset({"submit", "button", "reset", "image"})
CHOICES = frozenset({"radio", "checkbox"})
FREE_TEXT = frozenset({"text", "textarea", "search", "tel", "email", "url"})
VOID = frozenset({"input", "br", "img", "link", "meta", "hr", "wbr"})
SILENT = frozenset({"script", "style", "template"})


@dataclass
class Control:
    """One control of a form; ``kind`` is an input's type, or textarea, or select."""

    name: str
    kind: str
    value: str = ""
    is_chosen: bool = False
    options: list[tuple[str, bool]] = field(default_factory=list)
    most: int | None = None

    @property
    def sent(self) -> list[str]:
        """What a browser sends for it when nobody touches it."""
        if self.kind == "select":
            chosen = [value for value, is_chosen in self.options if is_chosen]
            return chosen or [value for value, _chosen in self.options[:1]]
        if self.kind in CHOICES:
            return [self.value] if self.is_chosen else []
        return [] if self.kind in NOT_SENT | {"file"} else [self.value]


@dataclass
class Form:
    """A form of a page, and where it is sent to."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def data(self) -> dict[str, list[str]]:
        """What a browser sends when nobody touches the form."""
        sent: dict[str, list[str]] = {}
        for control in self.controls:
            if control.name and control.sent:
                sent.setdefault(control.name, []).extend(control.sent)
        return sent

    def named(self, name: str) -> list[Control]:
        """The controls of this name: several for radio buttons and check boxes."""
        return [control for control in self.controls if control.name == name]

    def values(self, name: str) -> list[str]:
        """Everything that can be chosen under this name."""
        found = self.named(name)
        listed = [value for control in found for value, _chosen in control.options]
        return listed or [control.value for control in found]

    @property
    def free_texts(self) -> list[Control]:
        """The controls into which somebody can write what she likes."""
        return [control for control in self.controls if control.kind in FREE_TEXT and control.name]


class Page(HTMLParser):
    """What is on a page."""

    def __init__(self, html: str, path: str = "/") -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.title = ""
        self._words: list[str] = []
        self._open: list[str] = []
        self._area: Control | None = None
        self._list: Control | None = None
        self._option = ""
        self.feed(html)
        self.close()

    @property
    def words(self) -> str:
        """The text a person sees, on one line."""
        return " ".join(" ".join(self._words).split())

    def form(self, action: str = "", having: str = "") -> Form:
        """The one form that is sent to this path or has a control of this name."""
        found = [
            each
            for each in self.forms
            if (not action or urlsplit(each.action).path == action)
            and (not having or each.named(having))
        ]
        assert len(found) == 1, f"{len(found)} forms for {action or having} on {self.path}"
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what matters."""
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self.path, given["href"]))
        elif tag == "form":
            action = urljoin(self.path, given.get("action") or self.path)
            self.forms.append(Form(action, given.get("method", "get").lower()))
        elif tag in {"input", "textarea", "select", "button"}:
            self._control(tag, given)
        elif tag == "option" and self._list is not None:
            self._list.options.append((given.get("value", ""), "selected" in given))

    def _control(self, tag: str, given: dict[str, str]) -> None:
        if "disabled" in given:
            return
        kind = given.get("type", "submit" if tag == "button" else "text").lower()
        control = Control(
            name=given.get("name", ""),
            kind=kind if tag in {"input", "button"} else tag,
            value=given.get("value", "on" if kind in CHOICES else ""),
            is_chosen="checked" in given,
            most=int(given["maxlength"]) if given.get("maxlength", "").isdigit() else None,
        )
        if tag == "textarea":
            self._area = control
        if tag == "select":
            self._list = control
        if "form" in self._open:
            self.forms[-1].controls.append(control)

    def handle_endtag(self, tag: str) -> None:
        """Leave the element, and whatever in it was never closed."""
        if tag == "textarea" and self._area is not None:
            # A browser drops the one line break that stands right after the tag.
            self._area.value = self._area.value.removeprefix("\n")
            self._area = None
        if tag == "select":
            self._list = None
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Words, the title, or what stands in a text area."""
        if self._area is not None:
            self._area.value += data
        elif self._open and self._open[-1] == "title":
            self.title += data
        elif not (self._open and self._open[-1] in SILENT):
            self._words.append(data)


def page_in(response, path: str = "") -> Page:
    """The page in an answer of Django's test client."""
    return Page(response.content.decode(), path or response.request["PATH_INFO"])
