#!/usr/bin/env bash
# Fetches OHIF's published build (npm @ohif/app, 50 MB) once, and prints the folder with its index.html.
set -euo pipefail

version=3.13.2
integrity=sha512-WZdxmpmG7rqFgW9ZJLcbgr3XCtLi1KDNPoMaeY5PPe6j4G4fjEjjkycZM6C6Zk2F87BKxFfpq+jd5xXZB9E8EA==

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd)
folder="$root/artifacts/ohif/$version"
if [ ! -e "$folder/dist/index.html" ]; then
  fail() { echo "ohif: $1" >&2; exit 1; }
  command -v npm >/dev/null || fail "npm is needed to fetch OHIF's build ('npm' is not on the PATH); or give its folder: --ohif DIR"
  [ -z "${PACS_NO_INSTALL:-}" ] || fail "OHIF's build is not here, and PACS_NO_INSTALL keeps it from being fetched"
  echo "ohif: fetching @ohif/app $version (50 MB)" >&2
  mkdir -p "$root/artifacts/ohif"
  work=$(mktemp -d "$root/artifacts/ohif/fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  # The package alone: its dependencies are in the build already.
  (cd "$work" && npm pack --silent --fetch-retries=1 "@ohif/app@$version" >npm.log 2>&1) || { tail -3 "$work/npm.log" >&2; fail "@ohif/app $version could not be had from npm; give the folder of a build: --ohif DIR"; }
  package=$(ls "$work"/*.tgz)
  sum=$(node -e 'const c=require("crypto").createHash("sha512");c.update(require("fs").readFileSync(process.argv[1]));console.log("sha512-"+c.digest("base64"))' "$package")
  [ "$sum" = "$integrity" ] || fail "the package is not the one that is expected ($sum)"
  # -m: npm gives all files of all versions the same time, which browsers would take for unchanged.
  tar -xzmf "$package" -C "$work"
  # Whole or not there.
  mv "$work/package" "$folder" 2>/dev/null || [ -e "$folder/dist/index.html" ] || fail "$folder cannot be written"
fi
echo "$folder/dist"
