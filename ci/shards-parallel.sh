#!/usr/bin/env bash
# Builds an archive on several hosts with GNU parallel. The hosts are in a file, one a
# line as `parallel --sshloginfile` takes them, and see the project and the program under
# the same path. parallel hands out the shares, and gives one that fails to another host.
#   ci/shards-parallel.sh HOSTS COUNT
set -euo pipefail
hosts=$1
count=$2
project=$PWD
gongwen=$(command -v gongwen)
seq "$count" | parallel --sshloginfile "$hosts" --retries 3 \
  "cd '$project' && '$gongwen' make --quiet --shard {}/$count --out shares/{}/out"
"$gongwen" gather shares/*/out
