# What the scripts share: a project to try things on, and what stands in a folder.
# Each takes the program from PROGRAM (target/release/gongwen) and a project from
# PROJECT (tests/samples/small).

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
PROGRAM=${PROGRAM:-$root/target/release/gongwen}
PROJECT=${PROJECT:-$root/tests/samples/small}
[ -x "$PROGRAM" ] || { echo "no $PROGRAM: cargo build --release, or name it in PROGRAM"; exit 2; }

# Puts a project with the shipped templates into a new folder.
lay_out() {
  mkdir -p "$1"
  cp -R "$PROJECT/seeds" "$1/"
  if [ -d "$PROJECT/content" ]; then cp -R "$PROJECT/content" "$1/"; else mkdir "$1/content"; fi
  cp -R "$root/templates" "$1/"
}

# One line for all that stands in a folder: every name and every byte.
hash_of() {
  (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64)
}

fail() {
  echo "FAILED: $*"
  exit 1
}
