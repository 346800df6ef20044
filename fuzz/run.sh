#!/usr/bin/env bash
# Fuzzes every target, or those named, for SECONDS_EACH seconds (1200): needs
# `cargo install cargo-fuzz`. What is found lies in fuzz/artifacts/.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${SECONDS_EACH:-1200}
targets=("$@")
[ $# -gt 0 ] || mapfile -t targets < <(cargo fuzz list)
# libFuzzer needs flags that stable Rust keeps behind this variable.
export RUSTC_BOOTSTRAP=1
for target in "${targets[@]}"; do
  echo "== $target"
  cargo fuzz run -O -a ${TARGET_DIR:+--target-dir "$TARGET_DIR"} "$target" "corpus/$target" -- \
    -dict=words.dict -max_len=6000 -timeout=20 -rss_limit_mb=3000 \
    -max_total_time="$seconds" -print_final_stats=1 2>&1 |
    grep -E 'SUMMARY|panicked|Test unit written|number_of_executed_units|DONE|new_units_added' || true
done
