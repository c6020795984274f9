"""The protobuf wire format, as far as OTLP traces need it (protobuf.dev/programming-guides/encoding)."""

import struct

_double = struct.Struct("<d").pack


def varint(value: int) -> bytes:
    if value < 0x80:
        return bytes((value,))
    if value < 0x4000:
        return bytes((value & 0x7F | 0x80, value >> 7))
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number: int, payload: bytes) -> bytes:
    """A length-delimited field."""
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def text(number: int, value: str) -> bytes:
    return field(number, value.encode("utf-8", "replace"))


def attribute(number: int, key: str, value: str | bool | int | float) -> bytes:
    """A field that holds a KeyValue."""
    if isinstance(value, bool):
        any_value = b"\x10\x01" if value else b"\x10\x00"
    elif isinstance(value, int):
        any_value = b"\x18" + varint(value & 0xFFFF_FFFF_FFFF_FFFF)
    elif isinstance(value, float):
        any_value = b"\x21" + _double(value)
    else:
        any_value = text(1, str(value))
    return field(number, text(1, key) + field(2, any_value))
