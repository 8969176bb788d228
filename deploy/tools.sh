# What the tests need besides packages of Python: a real Chromium, fonts of many scripts, strace, curl. Sourced by deploy/test.
# As root from the system's packages. Otherwise the same packages, unpacked into .local/tools: nothing else is touched.

TOOLS="$PWD/.local/tools"
PACKAGES=(chromium fonts-noto-core fonts-noto-cjk strace curl)

# tools_missing: the names of the packages that this machine lacks
tools_missing() {
  local fonts=/usr/share/fonts
  browser_works "$(command -v chromium || true)" || echo chromium
  compgen -G "$fonts/truetype/noto/NotoSansArabic-Regular.*" >/dev/null || echo fonts-noto-core
  compgen -G "$fonts/opentype/noto/NotoSansCJK-Regular.*" >/dev/null || echo fonts-noto-cjk
  command -v strace >/dev/null || echo strace
  command -v curl >/dev/null || echo curl
}

# browser_works <executable>: it draws a page and says so
browser_works() {
  [ -n "${1:-}" ] && timeout 60 "$1" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
    --user-data-dir="$(mktemp -d)" --dump-dom 'data:text/html,<p>drawn</p>' 2>/dev/null | grep -q drawn
}

install_tools() {
  local missing
  if [ -n "${CUTDOWN_CHROMIUM:-}" ]; then
    browser_works "$CUTDOWN_CHROMIUM" || stop "CUTDOWN_CHROMIUM=$CUTDOWN_CHROMIUM does not run."
    return
  fi
  mapfile -t missing < <(tools_missing)
  if [ ${#missing[@]} -eq 0 ]; then
    CUTDOWN_CHROMIUM="$(command -v chromium)"
  elif ! command -v apt-get >/dev/null; then
    stop "The tests need ${missing[*]}, and there is no apt-get here to get them. Install them, and set CUTDOWN_CHROMIUM."
  elif [ "$(id -u)" = 0 ]; then
    say "Installing ${missing[*]}"
    apt-get update --quiet
    DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends "${missing[@]}"
    CUTDOWN_CHROMIUM="$(command -v chromium || true)"
  else
    unpack_tools "${missing[@]}" || true
  fi
  browser_works "${CUTDOWN_CHROMIUM:-}" && command -v strace >/dev/null || stop "The browser of the tests does not run here.
An administrator makes it run with: apt-get install ${PACKAGES[*]}"
  export CUTDOWN_CHROMIUM
}

# unpack_tools <package>...: with everything that they need and this machine lacks, below .local/tools
unpack_tools() {
  local root="$TOOLS/root" apt="$TOOLS/apt" wanted="$*" libraries package
  if [ "$(cat "$TOOLS/.unpacked" 2>/dev/null)" != "$wanted" ]; then
    say "Unpacking $wanted into .local/tools"
    rm -rf "$TOOLS"
    mkdir -p "$root" "$TOOLS/bin" "$apt"/{state/lists/partial,cache/archives/partial}
    local options=(-o "Dir::State=$apt/state" -o "Dir::Cache=$apt/cache" -o Dir::State::status=/var/lib/dpkg/status
      -o Debug::NoLocking=1 -o APT::Sandbox::User= --quiet)
    apt-get "${options[@]}" update
    apt-get "${options[@]}" install --yes --no-install-recommends --download-only "$@"
    for package in "$apt"/cache/archives/*.deb; do
      dpkg -x "$package" "$root"
    done
    rm -rf "$apt"
    printf '%s' "$wanted" >"$TOOLS/.unpacked"
  fi
  libraries="$(find "$root" -type d \( -path '*/lib/*-linux-gnu*' -o -path '*/usr/lib' \) -printf '%p:')"
  if [ -x "$root/usr/lib/chromium/chromium" ]; then
    write_script chromium "LD_LIBRARY_PATH='$libraries' exec '$root/usr/lib/chromium/chromium' \"\$@\""
    CUTDOWN_CHROMIUM="$TOOLS/bin/chromium"
  else
    CUTDOWN_CHROMIUM="$(command -v chromium)"
  fi
  if [ -x "$root/usr/bin/strace" ]; then
    write_script strace "LD_LIBRARY_PATH='$libraries' exec '$root/usr/bin/strace' -E LD_LIBRARY_PATH \"\$@\""
  fi
  if [ -x "$root/usr/bin/curl" ]; then
    write_script curl "LD_LIBRARY_PATH='$libraries' exec '$root/usr/bin/curl' \"\$@\""
  fi
  cat >"$TOOLS/fonts.conf" <<CONF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>$root/usr/share/fonts</dir>
  <cachedir>$TOOLS/fontconfig</cachedir>
</fontconfig>
CONF
  export PATH="$TOOLS/bin:$PATH" FONTCONFIG_FILE="$TOOLS/fonts.conf"
}

# write_script <name> <line>
write_script() {
  printf '#!/bin/sh\n%s\n' "$2" >"$TOOLS/bin/$1"
  chmod +x "$TOOLS/bin/$1"
}
