"""What python-docx and LibreOffice found in each Word file, held against what every report must have."""

import subprocess
import sys
from pathlib import Path

import docx
from docx.oxml.ns import qn


def pages(pdf: Path) -> int:
    """How many pages LibreOffice made; it writes no file where it could not read one."""
    told = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))


def faults(path: Path) -> list[str]:
    document = docx.Document(str(path))
    found = []
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    if styles[:1] != ["Title"] or styles.count("Title") != 1:
        found.append("does not begin with its one title")
    before = 0
    levels = [int(name[-1]) for name in styles if name.startswith("Heading ")]
    if not levels and len(document.paragraphs) > 30:
        found.append("a long report without headings")
    for level in levels:
        if level > before + 1:
            found.append(f"a heading of level {level} follows one of level {before}")
        before = level
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        name = table.cell(0, 0).text
        head = table.rows[0]._tr.trPr
        if head is None or head.find(qn("w:tblHeader")) is None:
            found.append(f"a table without a header row: {name}")
        if sum(column.width for column in table.columns) > room:
            found.append(f"a table wider than the page: {name}")
        above = table._tbl.getprevious()
        if above.tag != qn("w:p") or above.style != "Caption":
            found.append(f"a table without a caption before it: {name}")
    default = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if default is None or default.get(qn("w:val")) != "en-GB":
        found.append("does not say that it is in British English")
    if not document.core_properties.title or document.core_properties.author:
        found.append("has no title among its properties, or an author")
    return found


def languages(path: Path) -> set[str]:
    """The languages that quotes are marked with."""
    document = docx.Document(str(path))
    quotes = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Quote"]
    marks = [mark for quote in quotes for mark in quote._p.iter(qn("w:lang"))]
    return {mark.get(qn("w:val")) for mark in marks}


def main(out: Path, pdf: Path) -> int:
    files = sorted(out.glob("*.docx"))
    bad, count, spoken = 0, 0, set()
    for path in files:
        try:
            found = faults(path)
            made = pages(pdf / f"{path.stem}.pdf")
            count += made
            if made != 1 and ("-one-page-for-" in path.stem or "-feedback-for-" in path.stem):
                found.append(f"is on {made} pages and not on one")
            spoken |= languages(path)
        except Exception as error:  # Whatever a reader throws, the file is at fault.
            found = [f"{type(error).__name__}: {error}"]
        for fault in found:
            print(f"{path.name}: {fault}")
        bad += bool(found)
    print(f"{len(files)} Word files, {count} pages, languages of quotes: {', '.join(sorted(spoken))}; {bad} with faults")
    if not files:
        print("there is no Word file to look at")
    # What hard.jsonl says is in another language.
    for tag in {"ar", "bn"} - spoken:
        print(f"no quote is marked as {tag}")
    return 1 if bad or not files or not {"ar", "bn"} <= spoken else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
