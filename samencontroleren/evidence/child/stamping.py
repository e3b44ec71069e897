# SPDX-License-Identifier: EUPL-1.2
"""Writes across a page image who reads it and when."""

from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parents[2] / "core" / "fonts" / "NotoSans-Bold.ttf"
SMALL, INK, PAPER = 22, (70, 70, 70, 255), (255, 255, 255, 215)
ACROSS, FAINT = 54, (60, 60, 60, 16)
EDGE = 8


class Stamp:
    """A stamp with a text: its first line stands across the page, all of it at the foot.

    Its letters are loaded when it is made, before the process is shut.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._small = ImageFont.truetype(FONT.open("rb"), SMALL)
        self._large = ImageFont.truetype(FONT.open("rb"), ACROSS)
        for font in (self._small, self._large):
            for line in text.splitlines():
                font.getbbox(line)

    def put(self, image: Any) -> Any:
        """The image with the text at its foot, and faint and large across it, so that no crop is without."""
        layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
        self._across(layer)
        draw = ImageDraw.Draw(layer)
        left, top, right, bottom = draw.textbbox((0, 0), self.text, font=self._small)
        place = (EDGE * 2, image.height - (bottom - top) - EDGE * 4)
        box = (place[0] - EDGE, place[1] - EDGE, place[0] + right - left + EDGE, place[1] + bottom + EDGE)
        draw.rectangle(box, fill=PAPER)
        draw.text(place, self.text, font=self._small, fill=INK)
        return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")

    def _across(self, layer: Any) -> None:
        first = self.text.partition("\n")[0]
        left, _top, right, bottom = self._large.getbbox(first)
        strip = Image.new("RGBA", (int(right - left) + EDGE, int(bottom) + EDGE * 2), (0, 0, 0, 0))
        ImageDraw.Draw(strip).text((0, 0), first, font=self._large, fill=FAINT)
        turned = strip.rotate(30, expand=True)
        for down in range(-turned.height // 2, layer.height, max(turned.height, 400)):
            layer.alpha_composite(
                turned, ((layer.width - turned.width) // 2 if turned.width < layer.width else 0, max(down, 0))
            )
