#!/usr/bin/env bash
# dicomweb.sh [WORKDIR]: DICOMweb beside Orthanc's plugin on the same 400 CT images: STOW-RS, then wrk with 1 and 4 connections.
# Needs the shared bench folder (PACS_SHARED), orthanc with orthanc-dicomweb, wrk, python3 with numpy, and samples/ServerHost built in Release.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
bench=${PACS_SHARED:-$here/../shared}/bench
work=${1:-$(mktemp -d)}
mkdir -p "$work" && cd "$work"
[ -d corpus ] || { sed 's/for st in range(10):/for st in (2,3):/' "$bench/gen_corpus.py" > gen.py; /usr/bin/python3 gen.py corpus ct; }
bash "$bench/mkorth.sh" web true 0
rm -rf st ours
Orthanc orth-web.json > orthanc.log 2>&1 & orthanc=$!
dotnet "$here/samples/ServerHost/bin/Release/net10.0/ServerHost.dll" --data ours --dicom-port 0 --http-port 18943 > ours.log 2>&1 & ours=$!
trap 'kill $orthanc $ours 2>/dev/null || true' EXIT
sleep 6
for url in http://127.0.0.1:8942/dicom-web http://127.0.0.1:18943/dicom-web; do
  echo "=== $url"
  python3 "$bench/stow.py" "$url/studies" corpus 1 1
  D=${D:-4} bash "$bench/dicomweb.sh" "$url"
done
