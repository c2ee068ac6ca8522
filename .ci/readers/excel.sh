#!/usr/bin/env bash
# Excel files: read by openpyxl (`excel.py`).
set -euo pipefail
source "$(dirname "$0")/install"
python openpyxl=openpyxl==3.1.5
"$PYTHON" "$(dirname "$0")/excel.py" "$1"
