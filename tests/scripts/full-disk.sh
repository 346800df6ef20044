#!/usr/bin/env bash
# A disk of 8 MB that is full, and one that is read-only: a clear error, the old output as
# it was, nothing left beside it, and the next build works. Needs root for a tmpfs.
set -euo pipefail
source "$(dirname "$0")/desk.sh"

desk=$(mktemp -d)
disk=$desk/disk
mkdir "$disk"
if ! mount -t tmpfs -o size=8m none "$disk" 2> /dev/null; then
  echo "skipped: a tmpfs cannot be mounted here (root is needed)"
  rm -rf "$desk"
  exit 0
fi
trap 'umount "$disk"; rm -rf "$desk"' EXIT
lay_out "$desk/project"
cd "$desk/project"
seed=$(find seeds -name '*.txt' | head -1)

build() { "$PROGRAM" build -q --out "$disk/out" 2> "$desk/said"; }
refused() {
  code=0
  build || code=$?
  [ "$code" = 2 ] || fail "$1: it ended with $code: $(cat "$desk/said")"
  grep -q "$2" "$desk/said" || fail "$1: it does not say $2: $(cat "$desk/said")"
  [ "$(hash_of "$disk/out")" = "$old" ] || fail "$1: the old output is not as it was"
  for left in "$disk"/out.*; do
    case $left in "$disk/out.lock" | "$disk/out.cache") ;; *) fail "$1: $left is left" ;; esac
  done
  echo "$1: code 2, \"$(grep -m1 "$2" "$desk/said" | cut -c1-70)\", old output intact"
}

build || fail "the first build: $(cat "$desk/said")"
old=$(hash_of "$disk/out")
size=$(du -sk "$disk/out" | cut -f1)
echo "the output takes $size KB of a disk of 8 MB"
# The title stands in every document, so that none can be taken over from the last build.
sed -i 's/关于下达/关于印发下达/' "$seed"
# Less and less room: the disk is full at another file each time.
for room in $((size / 2)) $((size / 4)) $((size / 8)) 100 40 0; do
  rm -f "$disk/ballast"
  free=$(df -k --output=avail "$disk" | tail -1)
  dd if=/dev/zero of="$disk/ballast" bs=1k count=$((free - room)) 2> /dev/null || true
  refused "room for $room KB" 磁盘满了
done
rm "$disk/ballast"
mount -o remount,ro "$disk"
refused "a read-only disk" out-write
mount -o remount,rw "$disk"
build || fail "with room again: $(cat "$desk/said")"
[ "$(hash_of "$disk/out")" != "$old" ] || fail "with room again nothing has changed"
echo "with room again: built"

# The whole project on the disk, which is full before content/ is written.
rm -rf "${disk:?}"/*
mkdir "$disk/project"
cp -R seeds content "$disk/project/"
mkdir "$disk/project/templates"
rm -rf "$disk/project/content"/*-*
free=$(df -k --output=avail "$disk" | tail -1)
dd if=/dev/zero of="$disk/ballast" bs=1k count="$free" 2> /dev/null || true
before=$(hash_of "$disk/project/content")
code=0
"$PROGRAM" read -q --project "$disk/project" 2> "$desk/said" || code=$?
[ "$code" = 2 ] || fail "read on a full disk ended with $code: $(cat "$desk/said")"
grep -q content-write "$desk/said" || fail "read on a full disk says $(cat "$desk/said")"
[ "$(hash_of "$disk/project/content")" = "$before" ] || fail "content/ is not as it was"
echo "read with a full disk: code 2, content-write, content/ as it was"
rm "$disk/ballast"
"$PROGRAM" read -q --project "$disk/project" 2> "$desk/said" || fail "read with room again: $(cat "$desk/said")"
echo "read with room again: written"
