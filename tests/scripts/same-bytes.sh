#!/usr/bin/env bash
# The same bytes under other time zones, locales, folders, users, clocks, numbers of jobs,
# ages and orders of files: one hash for all of them.
set -euo pipefail
source "$(dirname "$0")/desk.sh"

desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
chmod 755 "$desk"
first=
wrong=0
count=0

# told NAME FOLDER COMMAND…: builds in a new folder and compares.
told() {
  local name=$1 folder=$2
  shift 2
  lay_out "$folder"
  chmod -R a+rwX "$folder"
  if [ "$name" = "files laid down the other way round, and old" ]; then
    for kind in seeds content templates; do
      mv "$folder/$kind" "$folder/$kind.was"
      (cd "$folder/$kind.was" && find . -type f | LC_ALL=C sort -r) | while read -r file; do
        mkdir -p "$folder/$kind/$(dirname "$file")"
        cp "$folder/$kind.was/$file" "$folder/$kind/$file"
        touch -d 1999-12-31 "$folder/$kind/$file"
      done
      rm -r "$folder/$kind.was"
    done
  fi
  (cd "$folder" && "$@" > "$desk/said" 2>&1) || fail "$name: $(cat "$desk/said")"
  local hash
  hash=$(hash_of "$folder/out")
  first=${first:-$hash}
  count=$((count + 1))
  if [ "$hash" = "$first" ]; then mark=same; else mark=DIFFERS wrong=1; fi
  printf '%s  %s  %s\n' "${hash:0:16}" "$mark" "$name"
  rm -rf "$folder"
}

told "as it is" "$desk/a" "$PROGRAM" build -q
told "another folder, with spaces and Han characters" "$desk/另 一个/很深/的 文件夹" "$PROGRAM" build -q
told "time zone UTC-12" "$desk/a" env TZ=Etc/GMT+12 "$PROGRAM" build -q
told "time zone UTC+14" "$desk/a" env TZ=Pacific/Kiritimati "$PROGRAM" build -q
told "locale C" "$desk/a" env LC_ALL=C LANG=C "$PROGRAM" build -q
told "locale zh_CN.UTF-8" "$desk/a" env LC_ALL=zh_CN.UTF-8 LANG=zh_CN.UTF-8 "$PROGRAM" build -q
told "locale tr_TR.UTF-8" "$desk/a" env LC_ALL=tr_TR.UTF-8 "$PROGRAM" build -q
told "one job" "$desk/a" "$PROGRAM" build -q -j 1
told "two jobs" "$desk/a" "$PROGRAM" build -q -j 2
told "seven jobs" "$desk/a" "$PROGRAM" build -q -j 7
told "another home, no environment" "$desk/a" env -i HOME=/nowhere "$PROGRAM" build -q
told "SOURCE_DATE_EPOCH of 1980" "$desk/a" env SOURCE_DATE_EPOCH=315532800 "$PROGRAM" build -q
told "files laid down the other way round, and old" "$desk/a" "$PROGRAM" build -q
if [ "$(id -u)" = 0 ] && command -v setpriv > /dev/null && setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$PROGRAM"; then
  told "user nobody" "$desk/a" setpriv --reuid=65534 --regid=65534 --clear-groups "$PROGRAM" build -q
else
  echo "skipped: another user (root and setpriv are needed)"
fi
if command -v faketime > /dev/null; then
  told "the clock of 2001" "$desk/a" faketime '2001-02-03 04:05:06' "$PROGRAM" build -q
else
  echo "skipped: another clock (faketime is not installed)"
fi
[ "$wrong" = 0 ] || fail "not all are the same"
echo "$count builds, one hash: $first"
