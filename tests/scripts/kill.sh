#!/usr/bin/env bash
# Kills BUILDS builds (300) with SIGKILL on their way, each at a moment that SEED (9704) chooses. The
# builds take turns at two versions of a notice. After each, out/ must be one of the two,
# byte for byte; after every tenth a build is left alone and must give its version, with
# nothing left beside it.
set -euo pipefail
source "$(dirname "$0")/desk.sh"
BUILDS=${BUILDS:-300}
RANDOM=${SEED:-9704}

desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
lay_out "$desk/project"
cd "$desk/project"
seed=$(find seeds -name '*.txt' | head -1)
cp "$seed" "$desk/old.txt"
# The version only has to differ in what is printed.
sed 's/请认真组织实施/请认真组织实施，按时报告/' "$desk/old.txt" > "$desk/new.txt"
cmp -s "$desk/old.txt" "$desk/new.txt" && fail "the two versions do not differ"

whole() {
  cp "$desk/$1.txt" "$seed"
  "$PROGRAM" build -q 2> "$desk/said" || fail "a build that was left alone: $(cat "$desk/said")"
  for left in out.next out.prev; do [ ! -e "$left" ] || fail "$left is left"; done
  if find content -name '.*' | grep -q .; then fail "something is left in content/"; fi
}

took=
declare -A known
for version in old new old new; do
  began=$(date +%s%N)
  whole "$version"
  ms=$((($(date +%s%N) - began) / 1000000))
  known[$(hash_of out)]=$version
  if [ -z "$took" ] || [ "$ms" -lt "$took" ]; then took=$ms; fi
done
[ ${#known[@]} = 2 ] || fail "the two versions are printed alike"
echo "a whole build takes $took ms"

declare -A seen=([old]=0 [new]=0)
killed=0 ended=0 unfinished=0 changed=0 last=new
for ((n = 1; killed < BUILDS; n++)); do
  if ((n % 2)); then version=old; else version=new; fi
  cp "$desk/$version.txt" "$seed"
  "$PROGRAM" build -q 2> /dev/null &
  pid=$!
  # From the first moment to behind the end: a killed build has more to clean up.
  moment=$(((RANDOM * 32768 + RANDOM) % (took * 3 / 2 + 1)))
  sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
  if kill -9 "$pid" 2> /dev/null; then killed=$((killed + 1)); else ended=$((ended + 1)); fi
  wait "$pid" 2> /dev/null || true
  if [ -e out.next ]; then unfinished=$((unfinished + 1)); fi
  [ -d out ] || fail "build $n, killed after $moment ms: there is no out/"
  found=${known[$(hash_of out)]:-}
  [ -n "$found" ] || fail "build $n, killed after $moment ms: out/ is neither the old nor the new"
  seen[$found]=$((seen[$found] + 1))
  if [ "$found" != "$last" ]; then changed=$((changed + 1)); last=$found; fi
  if ((n % 10 == 0)); then
    whole "$version"
    last=${known[$(hash_of out)]:-}
    [ "$last" = "$version" ] || fail "after build $n a build that was left alone gave something else"
  fi
done
echo "$((n - 1)) builds: $killed killed on the way, $ended already done; $unfinished left out.next/ behind"
echo "out/ was whole every time: ${seen[old]} times the one version, ${seen[new]} times the other; it changed $changed times"
echo "$(((n - 1) / 10)) builds after that were left alone: all whole, nothing left beside them"
