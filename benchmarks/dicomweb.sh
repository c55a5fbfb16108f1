#!/usr/bin/env bash
# dicomweb.sh [WORKDIR]: DICOMweb beside Orthanc's plugin on the same 400 CT images: STOW-RS, then wrk with 1 and 4 connections;
# pictures that no cache has; and STOW-RS beside C-STORE on this server, with 1 and 4 connections, each on a clean server that has stored 400 others before.
# Needs the shared bench folder (PACS_SHARED), orthanc with orthanc-dicomweb, wrk, gcc, python3 with numpy, and samples/ServerHost built in Release.
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
  wrk -t1 -c4 -d3s -H 'Accept: application/dicom+json' "$url/studies?PatientID=CTPAT0003" > /dev/null # compiled
  D=${D:-4} bash "$bench/dicomweb.sh" "$url"
  root=1.2.826.0.1.3680043.8.498.77
  for connections in 1 4; do
    PREFIX=/dicom-web/studies/$root.2.3/series/$root.2.3.1 wrk -t1 -c$connections -d${D:-4}s --latency -H 'Accept: image/jpeg' -s "$here/benchmarks/load/rendered.lua" "$url" \
      | awk -v c=$connections '/50%/{m=$2} /Requests\/sec/{print "## rendered, each for the first time: c=" c " rps " $2 " median " m} /Non-2xx/{print}'
  done
done
echo "=== raw TCP: the bytes of an instance from memory"
gcc -O2 -pthread -o raw "$here/benchmarks/load/raw.c"
./raw 18950 528000 & raw=$!
for connections in 1 4; do wrk -t1 -c$connections -d${D:-4}s http://127.0.0.1:18950/ | awk -v c=$connections '/Transfer/{print "## raw: c=" c " xfer " $2 "/s"}'; done
kill $orthanc $ours $raw 2>/dev/null || true
wait 2>/dev/null || true

echo "=== STOW-RS beside C-STORE"
[ -x dcmload ] || gcc -O2 -pthread -o dcmload "$bench/dcmload.c"
gcc -O2 -pthread -o stow "$here/benchmarks/load/stow.c" # a client in Python takes 3 ms of processor time for an image, and would be what is measured
[ -d warm ] || { sed 's/for st in range(10):/for st in (5,6):/' "$bench/gen_corpus.py" > gen-warm.py; /usr/bin/python3 gen-warm.py warm ct; }
load() { # dimse|stow1|stow10 CONNECTIONS FOLDER; the last sends ten images with a request
  if [ "$1" = dimse ]; then ./dcmload store 127.0.0.1 18112 PACS -n "$2" "$3"; else ./stow 127.0.0.1 18943 /dicom-web/studies "$2" "$3" "${1#stow}"; fi
}
for round in 1 2 3; do for connections in 1 4; do for kind in dimse stow1 stow10; do
  rm -rf ours
  dotnet "$here/samples/ServerHost/bin/Release/net10.0/ServerHost.dll" --data ours --dicom-port 18112 --http-port 18943 > ours.log 2>&1 & ours=$!
  for try in $(seq 150); do curl -s -o /dev/null http://127.0.0.1:18943/health && break; sleep .2; done
  for warmth in 1 2 3; do load $kind $connections warm > /dev/null; done  # compiled, and known the second time
  before=$(awk '{print $14+$15}' /proc/$ours/stat)
  rate=$(load $kind $connections corpus | grep -o 'img/s=[0-9.]*\|bad=[0-9]*' | tr '\n' ' ')
  after=$(awk '{print $14+$15}' /proc/$ours/stat)
  echo "$kind connections=$connections $rate server_cpu_ms_per_image=$(awk "BEGIN{print ($after-$before)*10/400}")"
  kill $ours; wait $ours 2>/dev/null || true
done; done; done
