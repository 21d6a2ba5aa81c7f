"""The sheet a survivor is given on request: who looked at what is kept of her."""

from oversight.sheets.sheet import access_sheet_pdf

__all__ = ["access_sheet_pdf"]
