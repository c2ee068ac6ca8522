#!/usr/bin/env bash
# Web pages: read in a real browser, with an accessibility checker (`page.mjs`).
set -euo pipefail
source "$(dirname "$0")/install"
debian node nodejs npm
debian chromium chromium
exec node "$(dirname "$0")/page.mjs" "$1"
