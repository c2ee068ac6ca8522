#!/usr/bin/env python3
"""excel.py FOLDER: opens every workbook in a folder as Excel's readers do, and says what is wrong with any.

Needs openpyxl. Each workbook must open without repair; begin with a sheet that says what it is; have days as days,
numbers as numbers and no formula; a header that stays in sight, with a filter; names that Excel takes; and a title and
no author. Ends with 1 where one does not, or where there is none.
"""

import datetime
import pathlib
import sys
import warnings

import openpyxl

FORBIDDEN = set("[]:*?/\\")


def faults(path):
    """What is wrong with one workbook, a sentence each."""
    with warnings.catch_warnings():
        # What openpyxl does not understand it says as a warning, and leaves out.
        warnings.simplefilter("error")
        book = openpyxl.load_workbook(path)
    if book.sheetnames[0] != "About":
        yield f"begins with {book.sheetnames[0]} and not with About"
    if not book.properties.title:
        yield "has no title"
    if book.properties.creator:
        yield f"names {book.properties.creator} as its author"
    for sheet in book.worksheets:
        if len(sheet.title) > 31 or FORBIDDEN & set(sheet.title):
            yield f"has a sheet that Excel does not take by name: {sheet.title}"
        yield from (f"{sheet.title}: {fault}" for fault in cell_faults(sheet))
        if sheet.title != "About":
            yield from (f"{sheet.title}: {fault}" for fault in table_faults(sheet))
    yield from about_faults(book)


def cell_faults(sheet):
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type in ("f", "e"):
                yield f"{cell.coordinate} is a formula or an error"
            elif isinstance(cell.value, datetime.date) and cell.number_format != "d mmmm yyyy":
                yield f"{cell.coordinate} is a day shown as {cell.number_format}"
            elif isinstance(cell.value, str) and len(cell.value) > 32767:
                yield f"{cell.coordinate} holds more than Excel does"


def table_faults(sheet):
    header = [cell.value for cell in sheet[1]]
    if sheet.freeze_panes != "A2":
        yield f"its header does not stay in sight ({sheet.freeze_panes})"
    if not sheet.auto_filter.ref or not sheet.auto_filter.ref.startswith("A1:"):
        yield f"has no filter on its header ({sheet.auto_filter.ref})"
    if not all(isinstance(name, str) and name for name in header) or len(set(header)) != len(header):
        yield f"has columns without a name, or two of one: {header}"
    if not all(cell.font.b for cell in sheet[1]):
        yield "its header does not stand out"
    for at, name in enumerate(header):
        values = [row[at] for row in sheet.iter_rows(min_row=2, values_only=True) if row[at] is not None]
        if name == "Made on" and not all(isinstance(value, datetime.datetime) for value in values):
            yield "Made on is no day"


def about_faults(book):
    """The first sheet must name every other, with the number of its rows."""
    told = {row[0]: row[1] for row in book.worksheets[0].iter_rows(max_col=2, values_only=True) if row[0]}
    for sheet in book.worksheets[1:]:
        if sheet.title not in told:
            yield f"About does not name {sheet.title}"
        elif told[sheet.title] is not None and told[sheet.title] != sheet.max_row - 1:
            yield f"About says {told[sheet.title]} rows of {sheet.title}, which has {sheet.max_row - 1}"
    if "What was left out, and why" not in told:
        yield "About does not say what was left out"


def main():
    paths = sorted(pathlib.Path(sys.argv[1]).rglob("*.xlsx"))
    wrong = 0
    for path in paths:
        try:
            found = list(faults(path))
        except Exception as error:  # Whatever it is, the workbook does not open.
            found = [f"does not open: {error!r}"]
        for fault in found:
            print(f"error: {path}: {fault}", file=sys.stderr)
        wrong += bool(found)
    print(f"{len(paths)} workbooks opened with openpyxl, {wrong} with faults")
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
