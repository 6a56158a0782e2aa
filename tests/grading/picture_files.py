"""Pictures of a few bytes, by what their heads say of their size."""

import base64
import struct
import zlib


def png(width: int, height: int) -> bytes:
    """A PNG in black, of one bit a pixel; a whole one where it is small."""
    rows = zlib.compress(bytes(min(((width + 7) // 8 + 1) * height, 500_000)), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")]
    made = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + made


def gif(width: int, height: int) -> bytes:
    """A GIF whose screen is small, and whose first frame is not."""
    frame = struct.pack("<BHHHHB", 0x2C, 0, 0, width, height, 0)
    comment = b"\x21\xfe\x02,,\x00"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6) + comment + frame


def jpeg(width: int, height: int) -> bytes:
    """A JPEG, its size after a comment that holds another."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 8, 8, 1, 1, 0)
    comment = b"\xff\xfe" + struct.pack(">H", 2 + len(frame)) + frame
    start = b"\xff\xff\xc2" + struct.pack(">HBHHB", 8, 8, height, width, 0)
    return b"\xff\xd8" + comment + start


def webp(width: int, height: int) -> bytes:
    """A WebP with a canvas."""
    canvas = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", len(canvas)) + canvas
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


KINDS = {"png": png, "gif": gif, "jpeg": jpeg, "webp": webp}


def encoded(data: bytes) -> str:
    """A file as notebooks hold it."""
    return base64.b64encode(data).decode()


def address(data: bytes | None = None, kind: str = "png") -> str:
    """A file as a page holds it; by default a small picture."""
    return f"data:image/{kind};base64,{encoded(png(3, 2) if data is None else data)}"
