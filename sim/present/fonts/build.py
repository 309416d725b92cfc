"""Build NotoSansCJKsc-subset.ttf, the font of every chart, page and report of this package.

The package must draw Chinese on machines that have no Chinese font, so it carries one:
Noto Sans CJK SC (SIL Open Font License, see OFL.txt beside this file), reduced to

- the 6 763 hanzi and the signs of GB 2312,
- the simplified set of Google Fonts (it adds rarer characters of names of people and places),
- whole blocks of Latin, Greek, punctuation, currency, arrows, mathematics, numbers and units,
- the few traditional characters in `TRADITIONAL`,

and turned from CFF to TrueType outlines, which all programs that embed fonts in PDF files can draw
(some print blanks for a subset CFF font). The package works without this script; run it to add
characters.

    apt-get install fonts-noto-cjk
    python -m pip install gfsubsets
    python sim/present/fonts/build.py

It takes ten seconds. The same source font and the same versions of fonttools and gfsubsets give
the same file, byte for byte.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FAMILY = "Noto Sans CJK SC"
TARGET = Path(__file__).with_name("NotoSansCJKsc-subset.ttf")

# How far, in 1/1000 em, a quadratic curve may stray from the cubic one that it replaces.
TOLERANCE = 0.5

# First and last character of each block that is taken whole, as far as the source font has it.
BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A
    (0x0391, 0x03C9),  # Greek
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x218F),  # letterlike signs, fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2460, 0x24FF),  # numbers in circles and brackets
    (0x2500, 0x27BF),  # lines, blocks, shapes, ticks and crosses
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3220, 0x3243),  # 一 to 十 in brackets
    (0x3280, 0x32B0),  # 一 to 十 in circles
    (0x3380, 0x33DF),  # units: ㎡ ㎢ ㎏ ㎞
    (0xFE30, 0xFE4F),  # vertical forms
    (0xFF01, 0xFF5E),  # full-width forms
    (0xFFE0, 0xFFE6),  # full-width signs
)

TRADITIONAL = "揀檻締繳踐轄"


def gb2312() -> set[int]:
    """Return every character of GB 2312."""
    wanted = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                wanted.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue  # an unassigned cell
    return wanted


def wanted_characters() -> set[int]:
    """Return every character that the font should have."""
    from gfsubsets import CodepointsInSubset

    blocks = {code for first, last in BLOCKS for code in range(first, last + 1)}
    simplified = set(CodepointsInSubset("chinese-simplified"))
    return blocks | gb2312() | simplified | {ord(character) for character in TRADITIONAL}


def source_font(path: Path) -> TTFont:
    """Open the simplified Chinese face of the collection at `path`."""
    for font in TTCollection(str(path), lazy=True).fonts:
        if font["name"].getDebugName(4) == FAMILY:
            return font
    message = f"{path}: no face named {FAMILY}"
    raise LookupError(message)


def reduce_to(font: TTFont, characters: set[int]) -> None:
    """Drop all of `font` that horizontal text in `characters` does not need."""
    options = subset.Options()
    options.layout_features = ["ccmp", "kern", "mark", "mkmk"]
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx"]
    options.hinting = False
    options.desubroutinize = True
    options.name_languages = ["*"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def to_truetype(font: TTFont) -> None:
    """Replace the CFF outlines of `font` by TrueType ones."""
    order = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
        glyphs[name] = pen.glyph()

    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = glyphs
    for glyph in glyphs.values():
        glyph.recalcBounds(glyf)
    for name, (advance, _) in font["hmtx"].metrics.items():
        font["hmtx"][name] = (advance, getattr(glyphs[name], "xMin", 0))

    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    maxp.numGlyphs = len(order)
    maxp.maxZones = 1
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
        "maxStackElements", "maxSizeOfInstructions", "maxComponentElements",
    ):  # fmt: skip
        setattr(maxp, field, 0)

    font["post"].formatType = 3.0  # no glyph names
    font.sfntVersion = "\x00\x01\x00\x00"


def main() -> int:
    """Build the font and say what is in it."""
    parser = argparse.ArgumentParser(description="Build the Chinese font of this package.")
    parser.add_argument("--source", type=Path, default=SOURCE, help="NotoSansCJK-Regular.ttc")
    parser.add_argument("--target", type=Path, default=TARGET, help="the .ttf to write")
    arguments = parser.parse_args()
    if not arguments.source.exists():
        advice = "apt-get install fonts-noto-cjk, or say --source"
        print(f"{arguments.source} is missing: {advice}", file=sys.stderr)
        return 1

    font = source_font(arguments.source)
    font.recalcTimestamp = False
    reduce_to(font, wanted_characters())
    to_truetype(font)
    font.save(arguments.target)

    characters = set(TTFont(arguments.target).getBestCmap())
    hanzi = sum(0x4E00 <= code <= 0x9FFF for code in characters)
    size = f"{arguments.target.stat().st_size / 1e6:.2f} MB"
    print(f"{arguments.target.name}: {len(characters)} characters ({hanzi} hanzi), {size}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
