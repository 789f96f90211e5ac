# shellcheck shell=bash
# Set-up and build steps that the scripts of tools/ share: they source this file from the project's
# root directory, under `set -euo pipefail`. `bash tools/setup.sh` installs what a build needs.

# What building and testing takes. libboost-context-dev brings the headers of the rest of Boost;
# gnuplot draws the plots of `hogtie price`.
build_packages=(
  g++ cmake ninja-build pkg-config
  libboost-context-dev libboost-program-options-dev protobuf-compiler libprotobuf-dev
  libeigen3-dev librandom123-dev libzstd-dev zlib1g-dev libbz2-dev liblzma-dev libxxhash-dev
  libhwloc-dev nlohmann-json3-dev libgtest-dev libgmock-dev libbenchmark-dev gnuplot-nox
)

# What tools/fuzz takes besides: a compiler with libFuzzer and the sanitizers.
# shellcheck disable=SC2034
fuzz_packages=(clang-14 libclang-rt-14-dev)

say() {
  printf '%s: %s\n' "${0##*/}" "$*"
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# missing_packages PACKAGE...: those that are not installed, one a line.
missing_packages() {
  local installed package
  # dpkg-query fails where it knows nothing of a package; what it does know it prints all the same.
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qxF "installed $package" <<<"$installed" || printf '%s\n' "$package"
  done
}

# install_packages PACKAGE...: installs those that are missing.
install_packages() {
  local -a missing as_root=()
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    fail "no apt-get here; please install the counterparts of these Debian packages: $*"
  fi
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} > 0)) || return 0
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      fail "not root, and no sudo here; please have root run: apt-get update &&" \
        "apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing: ${missing[*]}"
  mkdir -p build
  run_logged build/install.log "${as_root[@]}" apt-get update
  # sudo does not pass the environment on, so env sets the variable behind it.
  run_logged build/install.log "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends "${missing[@]}"
}

# run_logged LOG COMMAND...: runs the command with its output in the log; if it fails, shows the
# end of the log and the command.
run_logged() {
  local log=$1 status=0
  shift
  "$@" >"$log" 2>&1 </dev/null || status=$?
  ((status == 0)) && return
  tail -n 40 "$log" >&2
  {
    printf '%s: failed with exit status %d:' "${0##*/}" "$status"
    printf ' %q' "$@"
    printf '\n%s: its whole output is in %s\n' "${0##*/}" "$log"
  } >&2
  return "$status"
}

# build_preset PRESET [TARGET...]: configures and builds the targets, or everything.
build_preset() {
  local preset=$1 log=build/$1.log
  local -a targets=()
  shift
  (($# == 0)) || targets=(--target "$@")
  mkdir -p build
  if [[ ! -f build/$preset/build.ninja ]]; then
    say "configuring $preset"
    run_logged "$log" cmake --preset "$preset" || return
  fi
  say "building $preset (log: $log)"
  run_logged "$log" cmake --build --preset "$preset" "${targets[@]}"
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  set -euo pipefail
  cd "$(dirname "${BASH_SOURCE[0]}")/.."
  install_packages "${build_packages[@]}"
fi
