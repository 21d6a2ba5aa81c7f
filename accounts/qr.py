"""A QR code as one SVG path: black squares to draw on white, no script, style or data address."""

from dataclasses import dataclass

import qrcode

QUIET_ZONE = 4  # white squares around it, as the standard asks


@dataclass(frozen=True)
class QrCode:
    """``path`` draws the black squares in a field of ``size`` by ``size`` units."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The text as a QR code."""
    code = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(text)
    rows: list[list[bool]] = code.get_matrix()
    squares = (
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_black in enumerate(row)
        if is_black
    )
    return QrCode(size=len(rows), path="".join(squares))
