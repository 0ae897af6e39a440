"""What a person sees in a cell, as text."""

from __future__ import annotations

import re
from datetime import date, datetime, time

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_PARTS = re.compile(
    r"yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|a/p|\"[^\"]*\"|\\.|\[[^\]]*\]|.", re.IGNORECASE
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def shown(value: object, number_format: str = "General") -> str:
    """A cell's value as its format shows it, for the formats that tables of text have.

    >>> shown(3.0), shown(0.5, "0%"), shown(7, "000"), shown(True), shown(date(2026, 11, 3), "d.m.yyyy")
    ('3', '50%', '007', 'TRUE', '3.11.2026')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return unescaped(value)
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime | date | time):
        return _moment(value, number_format)
    return str(value)


def _number(value: int | float, number_format: str) -> str:
    pattern = re.sub(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.", "", number_format.partition(";")[0])
    if not isinstance(value, int) and not -1e300 < value < 1e300:
        return str(value)
    if "%" in pattern:
        return f"{value * 100:.{_decimals(pattern)}f}%"
    if re.fullmatch(r"0+", pattern):
        return f"{round(value):0{len(pattern)}d}"
    if re.fullmatch(r"[#0,]*[0#](\.[0#]+)?", pattern):
        return f"{value:{',' if ',' in pattern else ''}.{_decimals(pattern)}f}"
    return f"{value:.11g}" if isinstance(value, float) else str(value)


def _decimals(pattern: str) -> int:
    match = re.search(r"\.([0#]+)", pattern)
    return len(match[1]) if match else 0


def _moment(value: date | time, number_format: str) -> str:
    """A date or time by its format; in the international order where the format says nothing."""
    pattern = number_format.partition(";")[0]
    if pattern.lower() == "general" or not re.search("[ymdhs]", pattern, re.IGNORECASE):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    pieces: list[str] = []
    twelve = re.search("am/pm|a/p", pattern, re.IGNORECASE) is not None
    after_hours = False
    for piece in _DATE_PARTS.findall(pattern):
        word = piece.lower()
        if piece[0] == '"' or piece[0] == "\\":
            pieces.append(piece.strip('"').removeprefix("\\"))
        elif piece[0] == "[":
            continue
        elif word in {"m", "mm"} and (after_hours or (isinstance(value, time))):
            pieces.append(f"{value.minute:0{len(word)}d}" if isinstance(value, datetime | time) else "")
            after_hours = False
        else:
            pieces.append(_part(value, word, piece, twelve=twelve))
            after_hours = word in {"h", "hh"} or (after_hours and not word.isalpha())
    return "".join(pieces).strip()


def _part(value: date | time, word: str, piece: str, *, twelve: bool) -> str:
    if isinstance(value, date):
        day = {
            "yyyy": f"{value.year:04d}",
            "yy": f"{value.year % 100:02d}",
            "mmmm": _MONTHS[value.month - 1],
            "mmm": _MONTHS[value.month - 1][:3],
            "mm": f"{value.month:02d}",
            "m": str(value.month),
            "dddd": _DAYS[value.weekday()],
            "ddd": _DAYS[value.weekday()][:3],
            "dd": f"{value.day:02d}",
            "d": str(value.day),
        }
        if word in day:
            return day[word]
    if isinstance(value, datetime | time):
        hour = (value.hour % 12 or 12) if twelve else value.hour
        clock = {
            "hh": f"{hour:02d}",
            "h": str(hour),
            "ss": f"{value.second:02d}",
            "s": str(value.second),
            "am/pm": "PM" if value.hour >= 12 else "AM",
            "a/p": "P" if value.hour >= 12 else "A",
        }
        if word in clock:
            return clock[word]
    return "" if word in {"hh", "h", "ss", "s", "am/pm", "a/p"} else piece


def unescaped(text: str) -> str:
    """A text whose `_x000D_` and the like stand for characters, as XLSX writes those that XML cannot hold."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def escaped(text: str) -> str:
    """A text that `unescaped` gives back.

    >>> unescaped(escaped("a_x0041_b")) == "a_x0041_b"
    True
    """
    return _ESCAPE.sub(lambda match: "_x005F" + match[0], text) if "_x" in text else text
