#!/bin/sh
# Records the runs of this folder again: make.sh CONDENSER_CLI. The same threads and instruction set give the same bytes but
# for timing/*.
set -eu

cd "$(dirname "$0")"
"$1" train condensenet-classroom --epochs 6 --seed 1 --threads 2 -o classroom.safetensors
