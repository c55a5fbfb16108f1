#!/usr/bin/env bash
# Prints the table of codecs, windowing and pictures in RESULTS.md: ours beside DCMTK, Skia, libjpeg-turbo and CharLS in one run
# (Debian: dcmtk, libturbojpeg0, libcharls2; Skia comes with the build). Takes about two minutes.
#   PACS_LOCK=FILE    waits for this lock first, where several people measure on one machine
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
dotnet build "$root/benchmarks/Pacs.Benchmarks" -c Release --nologo -v quiet -clp:NoSummary
run=(dotnet "$root/benchmarks/Pacs.Benchmarks/bin/Release/net10.0/Pacs.Benchmarks.dll" imaging)
if [ -n "${PACS_LOCK:-}" ]; then flock "$PACS_LOCK" "${run[@]}"; else "${run[@]}"; fi
uptime
