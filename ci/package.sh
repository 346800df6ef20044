#!/usr/bin/env bash
# Lays out a binary to be given away: with manual pages and completions, which it writes
# itself, and with the licences of all that is in it. THIRD-PARTY is what `cargo about`
# has written of the crates.
#   ci/package.sh TARGET BINARY THIRD-PARTY
# makes target/package/gongwen-VERSION-TARGET.tar.gz, or a .zip for Windows; for the .deb
# what lies beside the binary stays in target/package/beside.
set -euo pipefail
target=$1 binary=$2 third_party=$3
version=$("$binary" --version)
name=gongwen-${version#gongwen }-$target
all=target/package
beside=$all/beside

rm -rf "$beside" "${all:?}/$name"
mkdir -p "$beside/man" "$beside/completions" "$beside/licences/fonts" "$all/$name"
"$binary" man "$beside/man"
"$binary" completions bash >"$beside/completions/gongwen.bash"
"$binary" completions zsh >"$beside/completions/_gongwen"
"$binary" completions fish >"$beside/completions/gongwen.fish"
"$binary" completions powershell >"$beside/completions/_gongwen.ps1"
cp "$third_party" "$beside/licences/crates.html"
cp templates/fonts/README.md templates/fonts/licenses/* "$beside/licences/fonts"

cp -R "$beside/." LICENSE README.md README.zh-CN.md "$binary" "$all/$name"
cd "$all"
rm -f "$name.tar.gz" "$name.zip"
case $target in
  *-windows-*) 7z a -bso0 "$name.zip" "$name" ;;
  *) tar -czf "$name.tar.gz" "$name" ;;
esac
rm -r "$name"
echo "$all/$(echo "$name".*)"
