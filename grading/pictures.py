"""How many pixels a picture has, by its head: a few bytes can have a browser unfold gigabytes.

Browsers look at what a picture holds, not at the type that it is given under. So what does not
begin as one of four kinds is taken for none, whatever it is called. Read by these descriptions:
PNG (W3C, 11.2.2), GIF89a (18, 20), JPEG (ITU-T T.81, B.1.1 and B.2.2), WebP (RFC 9649, 2.5-2.7).
"""

import base64
import binascii
import re
import struct

MOST_PIXELS = 50_000_000  # of a picture, and of all in one text: 200 MB when unfolded
NOT_SHOWN = (
    "[a picture that is not shown: it is no PNG, JPEG, GIF or WebP, or has more than "
    f"{MOST_PIXELS // 10**6} million pixels]"
)
MOST_BLOCKS = 10_000  # before a picture's size; cameras write some hundred
EMBEDDED = re.compile(r"data:image/[a-z]+;base64,([A-Za-z0-9+/=\s]*)")
# What JPEG has between its blocks, and the blocks that tell a size ("start of frame").
MARKER = re.compile(rb"\xff+([^\xff\x00])")
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
ALONE = frozenset((0x01, *range(0xD0, 0xD9)))  # markers without a block


def is_bearable(encoded: str) -> bool:
    """Whether a picture in Base64 is one, and has no more pixels than a page should unfold."""
    return 0 < pixels(encoded) <= MOST_PIXELS


def pixels(encoded: str) -> int:
    """Return how many pixels a picture in Base64 has; 0 for what is none."""
    try:
        data = base64.b64decode("".join(encoded.split()), validate=True)
        width, height = size(data)
    except (binascii.Error, ValueError, IndexError, struct.error):
        return 0
    return width * height


def pixels_within(html: str) -> int:
    """Return how many pixels all pictures have that lie inside of a text."""
    return sum(pixels(found[1]) for found in EMBEDDED.finditer(html))


def size(data: bytes) -> tuple[int, int]:
    """Return width and height; raise ``ValueError`` and the like where none is told."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return struct.unpack_from(">II", data, 16)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return size_of_gif(data)
    if data.startswith(b"\xff\xd8"):
        return size_of_jpeg(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return size_of_webp(data)
    raise ValueError("no picture of a known kind")


def size_of_gif(data: bytes) -> tuple[int, int]:
    """Return the larger of the screen and the first frame, to which browsers enlarge it."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + colors(flags)
    for _ in range(MOST_BLOCKS):
        if data[at] == 0x2C:
            left, top, wide, high = struct.unpack_from("<HHHH", data, at + 1)
            return max(width, left + wide), max(height, top + high)
        # An extension's label, or what one goes on with; a block of no length ends it.
        at += 2 if data[at] == 0x21 else 1 + data[at]
    raise ValueError("too many blocks")


def colors(flags: int) -> int:
    """Return the bytes of a table of colors, of which flags tell whether there is one."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def size_of_jpeg(data: bytes) -> tuple[int, int]:
    """Return the size in the first start of frame; a decoder allows no second one."""
    at = 2
    for _ in range(MOST_BLOCKS):
        marker = MARKER.search(data, at)
        if marker is None:
            break
        at, (kind,) = marker.end(), marker[1]
        if kind in FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            return width, height
        if kind not in ALONE:
            at += struct.unpack_from(">H", data, at)[0]
    raise ValueError("no start of frame")


def size_of_webp(data: bytes) -> tuple[int, int]:
    """Return the size in the first block: of the canvas, or of the one picture."""
    kind = data[12:16]
    if kind == b"VP8X" and len(data) >= 30:
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no picture in it")
