#!/bin/bash
# Makes the picture in data/screenshots from the real program: tests/app/screenshot.sh [BUILD]
set -euo pipefail
top=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
build=${1:-$top/build}

take() {
  local name=$1
  shift
  env GDK_BACKEND=x11 GSK_RENDERER=cairo GTK_A11Y=none GSETTINGS_BACKEND=memory ADW_DISABLE_PORTAL=1 \
    DBUS_SESSION_BUS_ADDRESS=disabled: LC_ALL=C.UTF-8 CONDENSER_DATA_DIR="$top" \
    xvfb-run -a -s '-screen 0 1680x1050x24 -nolisten tcp' "$build/tests/app/screenshot" "$@" \
    "$top/data/screenshots/$name.png" > /dev/null
}

mkdir -p "$top/data/screenshots"
take condensenet-86 --model condensenet.json:86 --published --select stage.1.denselayer.4.conv1 --expand parameters
