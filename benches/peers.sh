#!/usr/bin/env bash
# Renders the sheets of the real notice with other tools, each that is installed, in one
# run, and prints seconds a document, peak memory and the ratio to gongwen.
#   benches/peers.sh [HOW_MANY]
# typst gets the same templates and data, one process a sheet; the others get the page of
# each sheet as HTML, since that is what they print.
set -euo pipefail
cd "$(dirname "$0")/.."
most=${1:-100}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --quiet
cargo run --release --quiet --example sheets -- "$work/sheets" >/dev/null
target/release/gongwen --quiet --out "$work/out"
mapfile -t sheets < <(find "$work/sheets" -mindepth 1 -maxdepth 1 -type d | sort | head -n "$most")
mapfile -t pages < <(find "$work/out"/*/units -name '*.html' ! -name index.html | sort | head -n "$most")
count=${#sheets[@]}

# Seconds and peak memory (kB) of a command that makes all the sheets.
measure() {
  /usr/bin/time -f '%e %M' -o "$work/time" "$@" >"$work/log" 2>&1 || { echo "failed: $*" >&2; tail -3 "$work/log" >&2; return 1; }
  tail -1 "$work/time"
}
base=""
row() {
  local name=$1 seconds=$2 memory=$3 each
  each=$(awk -v s="$seconds" -v n="$count" 'BEGIN { printf "%.4f", s / n }')
  [ -n "$base" ] || base=$each
  awk -v n="$name" -v e="$each" -v m="$memory" -v b="$base" \
    'BEGIN { printf "%-34s %8.4f s a sheet %7.0f MB %8.1f times\n", n, e, m / 1024, e / b }'
}
peer() {
  local name=$1
  shift
  if result=$(measure "$@"); then row "$name" ${result}; fi
}

# Only the sheets: the project holds a copy of the cached output without them.
cat >"$work/gongwen.sh" <<'S'
cp -r "$1/out" "$1/again" && cp "$1/out.cache" "$1/again.cache"
find "$1/again" -path '*/units/*.pdf' -delete
S
bash "$work/gongwen.sh" "$work"
peer "gongwen, two jobs" target/release/gongwen --quiet --jobs 2 --out "$work/again"

if command -v typst >/dev/null; then
  printf '%s\n' "${sheets[@]}" >"$work/list"
  peer "typst command, a process each" xargs -a "$work/list" -I{} typst compile --root {} --font-path templates/fonts --ignore-system-fonts {}/sheet.typ {}/sheet.pdf
else echo "typst: not installed"; fi
printf '%s\n' "${pages[@]}" >"$work/pages"
count=${#pages[@]}
if command -v weasyprint >/dev/null; then
  peer "WeasyPrint, a process each" xargs -a "$work/pages" -I{} weasyprint -q {} {}.wp.pdf
else echo "WeasyPrint: not installed"; fi
if command -v soffice >/dev/null; then
  peer "LibreOffice, one process" soffice --headless --convert-to pdf:writer_web_pdf_Export --outdir "$work/office" "${pages[@]}"
else echo "LibreOffice: not installed"; fi
if command -v chromium >/dev/null; then
  peer "Chromium, a process each" xargs -a "$work/pages" -I{} chromium --headless --no-sandbox --disable-gpu --print-to-pdf={}.cr.pdf file://{}
else echo "Chromium: not installed"; fi
