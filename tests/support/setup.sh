# shellcheck shell=bash
# shellcheck disable=SC2034 # the arrays are for the scripts that source this
# What ./run and tests/run share: packages, configuring, building. To be sourced; speaks on standard error only.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
export DEBIAN_FRONTEND=noninteractive

# What building and running the application takes; build_packages is also enough for the command line.
build_packages=(
  gcc libc6-dev meson ninja-build pkg-config gettext
  libglib2.0-dev libcairo2-dev libpango1.0-dev libcjson-dev
)
app_packages=(
  libgtk-4-dev libadwaita-1-dev adwaita-icon-theme librsvg2-common shared-mime-info
  fonts-dejavu-core fonts-noto-core
)

say() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
}

die() {
  say "$@"
  exit 1
}

# Prints those of the packages that are not installed, one a line.
list_missing() {
  local status package
  local -A installed=()

  while read -r package status; do
    case $status in
      installed | triggers-awaited | triggers-pending) installed[${package%%:*}]=1 ;;
    esac
  done < <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)

  for package in "$@"; do
    [[ -n ${installed[$package]-} ]] || printf '%s\n' "$package"
  done
}

# apt-get without a question. Somebody at a terminal may be asked for the password of sudo; nobody else is.
run_apt() {
  local options=(-y -q -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold)
  local as_root=()

  if [[ $(id -u) -ne 0 ]]; then
    as_root=(sudo)
    [[ -t 0 && -t 2 ]] || as_root=(sudo -n)
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
  fi
  "${as_root[@]}" apt-get "${options[@]}" "$@"
}

# Installs what is missing, or ends with one line that lists it.
ensure_packages() {
  local missing log reason=''

  mapfile -t missing < <(list_missing "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0

  if [[ $(id -u) -ne 0 ]] && ! command -v sudo >/dev/null; then
    die "packages are missing, and only root (or sudo) can install them: ${missing[*]}"
  fi

  say "installing packages: ${missing[*]}"
  log=$(mktemp)
  # Lists that could not be fetched may still be good enough to install from
  run_apt update >>"$log" 2>&1 || true
  run_apt install --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null || true
  reason=$(grep -m 1 -E '^E: |^sudo: ' "$log" || true)
  rm -f "$log"

  mapfile -t missing < <(list_missing "$@")
  [[ ${#missing[@]} -eq 0 ]] || die "packages could not be installed${reason:+ (${reason#E: })}: ${missing[*]}"
}

# Whether a directory is configured for this source tree and with these options. One that somebody set up by
# hand, with the options of their choice, will do.
is_configured() {
  local directory=$1
  shift

  [[ -f $directory/build.ninja ]] || return 1
  grep -qF "\"source\": \"$top\"" "$directory/meson-info/meson-info.json" 2>/dev/null || return 1
  [[ ! -f $directory/.options || $(<"$directory/.options") == "$*" ]]
}

# configure DIRECTORY OPTION…
configure() {
  local directory=$top/$1 log
  shift

  is_configured "$directory" "$@" && return 0

  say "configuring ${directory##*/}"
  rm -rf "$directory"
  log=$(mktemp)
  if ! meson setup "$directory" "$top" "$@" </dev/null >"$log" 2>&1; then
    cat "$log" >&2
    rm -rf "$directory" "$log"
    return 1
  fi
  rm -f "$log"
  printf '%s' "$*" >"$directory/.options"
}

# build DIRECTORY [TARGET…]
build() {
  local directory=$top/$1
  shift

  # At a terminal one line shows how far it is; elsewhere only trouble is worth a line
  if [[ -t 2 ]]; then
    ninja -C "$directory" "$@" </dev/null >&2
  else
    ninja -C "$directory" --quiet "$@" </dev/null 2>&1 | sed '/^ninja: no work to do/d' >&2
  fi
}
