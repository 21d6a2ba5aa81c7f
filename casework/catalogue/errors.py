"""What asking a catalogue can end in."""


class CatalogueError(LookupError):
    """Something that no catalogue holds was asked for."""


class UnknownList(CatalogueError):
    """No file holds a list of this name."""

    def __init__(self, list_name: str) -> None:
        super().__init__(f"There is no list called {list_name!r}.")


class UnknownCode(CatalogueError):
    """The list holds no such code, or holds it only as a placeholder."""

    def __init__(self, list_name: str, code: str) -> None:
        super().__init__(f"The list {list_name!r} has no code {code!r}.")
