#!/bin/sh
# Fetches the program of one version, refuses it where it is not what the release says,
# and unpacks it.
#   get.sh FROM VERSION FOLDER [SHA256]
# FROM is the address below which releases lie, each in a folder of its tag:
# FROM/v0.1.0/SHA256SUMS and the archives it names. With SHA256, that of the archive for
# this system, nothing that the address says of itself is believed.
set -eu
from=${1%/} version=$2 folder=$3 sha256=${4:-}

case "$(uname -s) $(uname -m)" in
  "Linux x86_64") target=x86_64-unknown-linux-musl end=tar.gz ;;
  "Linux aarch64") target=aarch64-unknown-linux-musl end=tar.gz ;;
  "Darwin arm64") target=aarch64-apple-darwin end=tar.gz ;;
  "Darwin x86_64") target=x86_64-apple-darwin end=tar.gz ;;
  MINGW*" x86_64" | MSYS*" x86_64") target=x86_64-pc-windows-msvc end=zip ;;
  *) echo "gongwen: no binary for $(uname -s) $(uname -m)" >&2 && exit 1 ;;
esac
name=gongwen-$version-$target

fetch() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --retry 3 --output "$2" "$1"
  else
    wget -q -O "$2" "$1"
  fi
}

digest() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}

mkdir -p "$folder"
cd "$folder"
fetch "$from/v$version/$name.$end" "$name.$end"
if [ -z "$sha256" ]; then
  fetch "$from/v$version/SHA256SUMS" SHA256SUMS
  while read -r sum file; do
    [ "${file#\*}" != "$name.$end" ] || sha256=$sum
  done <SHA256SUMS
fi
if [ "$(digest "$name.$end")" != "$sha256" ]; then
  echo "gongwen: $name.$end is not the file whose SHA256 is ${sha256:-in no line of SHA256SUMS}" >&2
  rm "$name.$end"
  exit 1
fi
if [ "$end" = zip ]; then unzip -q -o "$name.$end"; else tar -xzf "$name.$end"; fi
rm "$name.$end"
# Beside the rest of the archive, so that the folder can be put into PATH.
mv "$name"/gongwen* .
