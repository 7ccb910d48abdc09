#!/usr/bin/env bash
# Drafting with the embedded model over three documents: ./run.sh FOLDER LICENCE MANUAL NARRATIVE
# Stop it at any moment (kill -9 too) and run it again: no finished call is made a second time.
set -euo pipefail
benchwright make documents "$2" "$3" "$4" --out "$1/bench" --draft benchwright/smollm2 --count 6
