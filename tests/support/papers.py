# SPDX-License-Identifier: EUPL-1.2
"""Small real documents to upload."""

import io

from reportlab.pdfgen.canvas import Canvas


def certificate(*lines: str, pages: int = 1) -> bytes:
    """A PDF with these lines on each page."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in range(1, pages + 1):
        for number, line in enumerate((*lines, f"Pagina {page}")):
            canvas.drawString(72, 760 - 24 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
