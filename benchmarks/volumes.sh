#!/usr/bin/env bash
# Volumes beside VTK's ray caster (apt: python3-vtk9, xvfb), on two threads: the same voxels, look, camera and size; ours before and after it.
# The folder keeps both pictures, pacs.png and vtk.png.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-$(mktemp -d)}
dotnet build benchmarks/Pacs.Benchmarks -c Release --nologo -v q -clp:NoSummary
run="dotnet benchmarks/Pacs.Benchmarks/bin/Release/net10.0/Pacs.Benchmarks.dll"
$run volumes "$folder"
xvfb-run -a -s '-screen 0 640x480x24 +extension GLX' /usr/bin/python3 benchmarks/peers/vtk-raycast.py "$folder" 2
$run volumes "$folder"
echo "pictures: $folder/pacs.png $folder/vtk.png"
