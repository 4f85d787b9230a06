"""The programs of a control plane: which Go module builds each, and what else is taken from that module."""

from dataclasses import dataclass

KUBERNETES = "v1.37.2"
FLUX_KUSTOMIZE_CONTROLLER = "v1.9.6"
# Built with github.com/fluxcd/pkg/artifact v0.18.1, where its own go.mod wants v0.18.3 (see its go.mod): said
# wherever its version is reported.
FLUX_SOURCE_CONTROLLER = "v1.9.6"

_VERSION = "k8s.io/component-base/version"
_CLIENT = "k8s.io/client-go/pkg/version"
_STAMP = " ".join(
    f"-X {package}.{name}={value}"
    for package in (_VERSION, _CLIENT)
    for name, value in (
        ("gitVersion", KUBERNETES),
        ("gitMajor", "1"),
        ("gitMinor", "37"),
        ("gitTreeState", "clean"),
        ("gitCommit", "0000000"),
        ("buildDate", "2026-01-01T00:00:00Z"),
    )
)


@dataclass(frozen=True, slots=True)
class Asset:
    """Files of a Go module, as MODULE@VERSION: `pattern` is a glob in the module's folder."""

    module: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Tool:
    """One Go module, whose go.mod and go.sum lie in `tests/cluster/tools/<name>/`.

    `programs` are (name of the binary, package). `seconds` is what the first build took on two cores, for the message
    that announces it.
    """

    name: str
    programs: tuple[tuple[str, str], ...]
    seconds: int
    stamp: str = ""
    assets: tuple[Asset, ...] = ()


TOOLS = (
    Tool("etcd", (("etcd", "go.etcd.io/etcd/server/v3"),), 60),
    Tool(
        "kube",
        tuple(
            (name, f"k8s.io/kubernetes/cmd/{name}")
            for name in ("kube-apiserver", "kube-controller-manager", "kube-scheduler")
        ),
        420,
        stamp=_STAMP,
    ),
    Tool(
        "kwok",
        (("kwok", "sigs.k8s.io/kwok/cmd/kwok"),),
        90,
        assets=(
            Asset("sigs.k8s.io/kwok@v0.8.0", "kustomize/stage/node/fast/node-initialize.yaml"),
            Asset("sigs.k8s.io/kwok@v0.8.0", "kustomize/stage/node/heartbeat-with-lease/*.yaml"),
            Asset("sigs.k8s.io/kwok@v0.8.0", "kustomize/stage/pod/fast/*.yaml"),
            Asset("sigs.k8s.io/kwok@v0.8.0", "kustomize/stage/pod/general/*.yaml"),
            Asset("sigs.k8s.io/kwok@v0.8.0", "kustomize/stage/volume/fast/*.yaml"),
            Asset("sigs.k8s.io/kwok@v0.8.0", "kustomize/crd/bases/*.yaml"),
        ),
    ),
    Tool(
        "source-controller",
        (("source-controller", "github.com/fluxcd/source-controller"),),
        240,
        assets=(Asset(f"github.com/fluxcd/source-controller@{FLUX_SOURCE_CONTROLLER}", "config/crd/bases/*.yaml"),),
    ),
    Tool(
        "kustomize-controller",
        (("kustomize-controller", "github.com/fluxcd/kustomize-controller"),),
        120,
        assets=(
            Asset(f"github.com/fluxcd/kustomize-controller@{FLUX_KUSTOMIZE_CONTROLLER}", "config/crd/bases/*.yaml"),
        ),
    ),
    Tool(
        "definitions",
        (),
        5,
        assets=(
            Asset("github.com/cloudnative-pg/cloudnative-pg@v1.30.0", "config/crd/bases/*.yaml"),
            Asset("sigs.k8s.io/gateway-api@v1.5.0", "config/crd/standard/*.yaml"),
        ),
    ),
)
