#!/usr/bin/env bash
# Tries a packed binary as whoever has just received it: in an empty folder, with nothing
# but the archive. A project is begun, a notice that is built in is taken out and built,
# then the same notice without a project; the first PDF of both has to be there.
#   ci/try.sh ARCHIVE
set -euo pipefail
archive=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
cd "$empty"
began=$SECONDS
case $archive in
  *.zip) unzip -q "$archive" ;;
  *) tar -xzf "$archive" ;;
esac
gongwen=$(echo "$PWD"/gongwen-*/gongwen*)
mkdir project alone

is_pdf() {
  [ "$(head -c 5 "$1")" = "%PDF-" ] || { echo "no PDF: $1" >&2 && exit 1; }
}

"$gongwen" --version
"$gongwen" init project
"$gongwen" eject --project project samples/small
cp project/samples/small/seeds/notice.txt project/seeds
"$gongwen" build --quiet --project project
is_pdf project/out/*/notice.pdf

cp project/seeds/notice.txt alone
"$gongwen" --quiet alone/notice.txt
is_pdf alone/notice-*/out/*/notice.pdf
echo "$(basename "$archive"): first PDFs after $((SECONDS - began)) s"
