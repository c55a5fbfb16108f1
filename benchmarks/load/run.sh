#!/usr/bin/env bash
# Measures this server, Orthanc (synchronous storage, SQLite) and the load generator's own sink that writes and flushes a
# file each, side by side in one run, and prints what they did as ratios. See README.md beside this script.
#   PACS_SHARED=DIR   the folder that holds bench/ (default: ../shared beside the repository)
#   PACS_LOAD=DIR     where corpora and servers' data go (default: a folder below the system's temporary one); needs 8 GB
# Arguments go to load.py: --runs N, --only store|query, --quick.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
bench="${PACS_SHARED:-$root/../shared}/bench"
work="${PACS_LOAD:-${TMPDIR:-/tmp}/pacs-load}"
[ -f "$bench/dcmload.c" ] || { echo "load: no load generator at $bench (PACS_SHARED names another place)" >&2; exit 1; }
for need in gcc dotnet Orthanc; do command -v $need >/dev/null || { echo "load: $need is missing" >&2; exit 1; }; done
python=; for candidate in python3 /usr/bin/python3; do "$candidate" -c 'import numpy' 2>/dev/null && { python=$candidate; break; }; done
[ -n "$python" ] || { echo "load: python3-numpy is missing" >&2; exit 1; }

mkdir -p "$work"
gcc -O2 -Wall -pthread -o "$work/dcmload" "$bench/dcmload.c"
[ -e "$work/corpus/ready" ] || {
  echo "load: making the corpora (1.2 GB)"
  rm -rf "$work/corpus"
  for kind in ct mr; do "$python" "$bench/gen_corpus.py" "$work/corpus" "$kind" >/dev/null; done
  touch "$work/corpus/ready"
}
# The server as ./run starts it.
case "$(uname -m)" in aarch64 | arm64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
(cd "$root" && dotnet publish samples/ServerHost -c Release -r $rid --no-self-contained -p:PublishReadyToRun=true -v quiet --nologo -o "$work/server")

exec "$python" "$root/benchmarks/load/load.py" "$work" "$@"
