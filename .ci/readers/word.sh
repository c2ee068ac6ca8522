#!/usr/bin/env bash
# Word files: LibreOffice makes pages of them, and python-docx reads their structure (`word.py`).
set -euo pipefail
out=$1 folder=$2
source "$(dirname "$0")/install"
debian soffice libreoffice-writer-nogui fonts-liberation2
debian pdfinfo poppler-utils
python docx=python-docx==1.2.0

rm -rf "$folder/pdf"
mkdir -p "$folder/pdf"
# One call for all, with a profile of its own: a window that somebody has open would take the files and make nothing.
soffice "-env:UserInstallation=file://$folder/office" --headless --convert-to pdf --outdir "$folder/pdf" "$out"/*.docx \
    >"$folder/office.log" 2>&1
"$PYTHON" "$(dirname "$0")/word.py" "$out" "$folder/pdf"
