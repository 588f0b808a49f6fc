#!/bin/bash
# Makes the pictures of README.md with the real programs: data/screenshots/make.sh [BUILD]
# The window needs xvfb-run; --diagrams makes the others only.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
top=$here/../..
windows=yes
if [[ ${1:-} == --diagrams ]]; then
  windows=no
  shift
fi
build=${1:-$top/build}

# NAME MODEL SCALE OPTION…
draw() {
  local name=$1 model=$2 scale=$3
  shift 3
  LC_ALL=C.UTF-8 CONDENSER_DATA_DIR="$top" "$build/src/cli/condenser-cli" draw "$model" -o "$here/$name.png" --scale "$scale" "$@"
}

draw googlenet-folded googlenet 0.5 --fold 16:9
draw resnet-50-folded resnet:50 0.42 --fold 16:9
draw densenet-121 densenet:121 0.5 --fold 16:9
draw dense-arcs densenet:121 0.6 --select pool0,stage.1 --dense arcs --no-legend
draw condensenet-86-whole condensenet:86 0.5 --fold 16:9
draw condensenet-86-open condensenet:86 0.75 --select stage.1 --fold 4:3 --open stage.1.denselayer.4 --labels both
draw inception googlenet 1 --select pool2,3a --labels both --no-legend

# The recorded training: a layer before it was converted, what all layers read, and the curves
run=$top/data/runs/classroom.safetensors
draw matrix "$run" 0.75 --view matrix --layer 2.2 --stage 2 --color magnitude
draw diagram "$run" 0.6 --view diagram --layer 2.2 --stage 3
draw timeline "$run" 0.75 --view timeline
draw strip "$run" 0.6 --view strip
draw reuse "$run" 0.6 --view reuse

if [[ $windows == yes ]]; then
  "$top/tests/app/screenshot.sh" "$build"
fi
