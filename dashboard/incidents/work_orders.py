"""A file of work orders as text and rows: which encoding it is in, where its columns end. Pure.

Such files come out of spreadsheets: with or without a byte order mark, in UTF-8 or GB18030, with ``sep=;`` in
front, stray quotes and text written as a formula (``="0042"``). What can be read is read; a row that cannot
is a sentence, and costs no other row.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from feeds.errors import MISSING, BadInput
from feeds.limits import STRING_CHARACTERS, WORK_ORDER_COLUMNS, WORK_ORDER_LINES, WORK_ORDERS

MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ENCODINGS: Final = ("utf-8", "gb18030")
"""What a file without a mark may be, in the order tried: text in GBK is almost never UTF-8 by chance."""
NAMED: Final = ("auto", "utf-8", "gbk", "gb18030", "utf-16")
DELIMITERS: Final = ",;\t"
LINES_MOST: Final = 100
"""Lines of one row: beyond that a quote was opened and never closed."""

_FORMULA: Final = re.compile(r'="(.*)"', re.DOTALL)
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
"""CR and LF end lines; U+2028 in a cell does not."""


class Row(NamedTuple):
    """One row: the line it begins at, and its cells by column or why it cannot be read."""

    line: int
    cells: Mapping[str, str]
    problem: BadInput | None = None


class Sheet(NamedTuple):
    """A file that could be read, with the encoding it turned out to be in."""

    encoding: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(body: bytes, columns: Sequence[str] | None = None, encoding: str = "auto") -> Sheet:
    """The rows under the header; ``columns`` must all be in it. Raises BadInput for the file as a whole."""
    text, used = decoded(body, encoding)
    _require_bounded(text)
    lines = _LINE.findall(text)
    skipped = 0
    if lines and lines[0][:4].lower() == "sep=":
        skipped, delimiters = 1, lines[0][4:5]
    else:
        delimiters = DELIMITERS
    while skipped < len(lines) and not lines[skipped].strip(" \t\r\n,;"):
        skipped += 1
    header, delimiter, first = _header(lines, skipped, delimiters, columns)
    rows = tuple(islice(_rows(lines, first, header, delimiter), WORK_ORDERS + 1))
    if len(rows) > WORK_ORDERS:
        raise BadInput(
            "file", f"{len(lines)} lines", f"may hold at most {WORK_ORDERS} rows; send it in parts"
        )
    return Sheet(used, tuple(header), rows)


def decoded(body: bytes, encoding: str = "auto") -> tuple[str, str]:
    """The text and the encoding it was in: by its mark, else as named, else the first that fits."""
    if encoding not in NAMED:
        raise BadInput("encoding", encoding, f"must be one of {', '.join(NAMED)}")
    marked = tuple(name for mark, name in MARKS if body.startswith(mark))
    tried = marked or (ENCODINGS if encoding == "auto" else (encoding,))
    for name in tried:
        try:
            text = body.decode(name)
        except UnicodeDecodeError as exc:
            failed = exc
        else:
            if "\0" in text:
                raise BadInput("file", body, "holds NUL: it is no text file")
            return text, name
    why = f"is not {' nor '.join(tried)}: byte {failed.start} cannot be read"
    raise BadInput("file", body, why) from failed


def _require_bounded(text: str) -> None:
    """Blank lines and empty columns are no rows, and still cost time and memory."""
    breaks = text.count("\n") + text.count("\r")
    if breaks > WORK_ORDER_LINES:
        raise BadInput("file", f"{breaks} line breaks", f"may hold at most {WORK_ORDER_LINES}")


def _header(
    lines: list[str], at: int, delimiters: str, columns: Sequence[str] | None
) -> tuple[list[str], str, int]:
    """The names of the columns, what stands between them, and the line after them."""
    best: list[str] = []
    found, following = delimiters[:1], at
    for delimiter in delimiters:
        cells, after, problem = _record(lines, at, delimiter)
        if problem is None and len(cells) > len(best):
            best, found, following = [plain(cell) for cell in cells], delimiter, after
    while best and not best[-1]:
        best.pop()
    if not best:
        raise BadInput("file", MISSING, "has no header row")
    if len(best) > WORK_ORDER_COLUMNS:
        raise BadInput("header", f"{len(best)} columns", f"may have at most {WORK_ORDER_COLUMNS}")
    for name in best:
        if name and best.count(name) > 1:
            raise BadInput("header", name, "is given twice")
    for name in columns or ():
        if name not in best:
            raise BadInput("columns", name, f"is not in the header, which is {', '.join(best)[:400]}")
    return best, found, following


def _rows(lines: list[str], at: int, header: list[str], delimiter: str) -> Iterator[Row]:
    while at < len(lines):
        if lines[at].isspace():
            at += 1
            continue
        cells, after, problem = _record(lines, at, delimiter)
        if problem is not None:
            yield Row(at + 1, {}, problem)
        elif any(cell.strip() for cell in cells):
            yield _row(at + 1, header, cells)
        at = after


def _row(line: int, header: list[str], cells: list[str]) -> Row:
    """Columns are told by their place: a row of another width is misaligned, and not guessed at."""
    given = len(cells)
    while len(cells) > len(header) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(header):
        why = f"the header has {len(header)} columns: a quote or separator in this row is out of place"
        return Row(line, {}, BadInput("row", f"{given} columns", why))
    for name, cell in zip(header, cells, strict=True):
        if len(cell) > STRING_CHARACTERS:
            why = f"a cell may hold at most {STRING_CHARACTERS} characters"
            return Row(line, {}, BadInput(name, cell, why))
    return Row(line, {name: plain(cell) for name, cell in zip(header, cells, strict=True)})


def _record(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int, BadInput | None]:
    """One record that begins at a line, and the line after it. One that fails costs its first line only."""
    separators = lines[at].count(delimiter) if at < len(lines) else 0
    if separators > STRING_CHARACTERS:  # more than a text may have in it
        why = f"a row may have at most {WORK_ORDER_COLUMNS} columns"
        return [], at + 1, BadInput("row", f"{separators} separators", why)
    reader = csv.reader(lines[at : at + LINES_MOST], delimiter=delimiter, strict=True)
    try:
        cells = next(reader, [])
    except csv.Error as exc:
        loose = _unquoted(lines[at], delimiter)
        if loose is not None:
            return loose, at + 1, None
        return [], at + 1, BadInput("row", lines[at].strip(), f"its quotes cannot be read: {exc}")
    return cells, at + max(1, reader.line_num), None


def _unquoted(line: str, delimiter: str) -> list[str] | None:
    """A line with stray quotes, when it can be read by itself without losing its end."""
    if line.count('"') % 2:
        return None
    try:
        return next(csv.reader([line], delimiter=delimiter), None)
    except csv.Error:
        return None


def plain(cell: str) -> str:
    """A cell without what a spreadsheet put around it to keep it text."""
    text = cell.strip().strip("\ufeff").strip()
    if formula := _FORMULA.fullmatch(text):
        return formula[1].strip()
    return text[1:] if text.startswith("'") and text[1:].replace("-", "").isalnum() else text
