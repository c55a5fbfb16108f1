#!/usr/bin/env bash
# Prints the table of JPEG 2000 and HTJ2K in RESULTS.md: ours beside OpenJPEG and OpenJPH in one run (Debian: libopenjp2-7,
# libopenjp2-tools, openjph-tools). Takes about two minutes and wants both cores for itself.
#   PACS_SHARED=DIR   the folder that holds data/dicom (default: ../shared beside the repository)
#   PACS_LOCK=FILE    waits for this lock first, where several people measure on one machine
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
export PACS_SHARED="${PACS_SHARED:-$root/../shared}"
dotnet build "$root/benchmarks/Pacs.Benchmarks" -c Release --nologo -v quiet -clp:NoSummary
run=(dotnet "$root/benchmarks/Pacs.Benchmarks/bin/Release/net10.0/Pacs.Benchmarks.dll" jpeg2000)
if [ -n "${PACS_LOCK:-}" ]; then flock "$PACS_LOCK" "${run[@]}"; else "${run[@]}"; fi
uptime
