#!/usr/bin/env bash
# Measures reading, writing, JSON, XML, character sets and frames with BenchmarkDotNet: times and allocation, reading beside the bare
# read of the bytes, a copy in memory, and DCMTK's dcmdump over the same files in the same run.
#   PACS_SHARED=DIR   the folder that holds bench/ and data/ (default: ../shared beside the repository)
#   PACS_LOAD=DIR     where the files to read are made (default: a folder below the system's temporary one); needs 1.2 GB
# Arguments go to BenchmarkDotNet; without any: --job short. Figures: artifacts/benchmarks/results.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
export PACS_SHARED="${PACS_SHARED:-$root/../shared}" PACS_LOAD="${PACS_LOAD:-${TMPDIR:-/tmp}/pacs-load}"
[ -f "$PACS_SHARED/bench/gen_corpus.py" ] || { echo "core: no generator at $PACS_SHARED/bench (PACS_SHARED names another place)" >&2; exit 1; }

if [ ! -e "$PACS_LOAD/corpus/ready" ]; then
  python=; for candidate in python3 /usr/bin/python3; do "$candidate" -c 'import numpy' 2>/dev/null && { python=$candidate; break; }; done
  [ -n "$python" ] || { echo "core: python3-numpy is missing" >&2; exit 1; }
  echo "core: making the files (1.2 GB)"
  rm -rf "$PACS_LOAD/corpus"
  for kind in ct mr; do "$python" "$PACS_SHARED/bench/gen_corpus.py" "$PACS_LOAD/corpus" "$kind" >/dev/null; done
  touch "$PACS_LOAD/corpus/ready"
fi

[ $# -gt 0 ] || set -- --job short
cd "$root"
exec dotnet run -c Release --project benchmarks/Pacs.Benchmarks -- --filter '*.Core.*' '*.Formats.*' --artifacts artifacts/benchmarks "$@"
