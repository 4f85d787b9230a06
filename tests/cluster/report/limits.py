"""What differs from a real cluster, and what no run of this kind can show: said in every report."""

from tests.cluster.scaling.pace import TIMES
from tests.cluster.toolchain.catalogue import FLUX_KUSTOMIZE_CONTROLLER, FLUX_SOURCE_CONTROLLER, KUBERNETES


def versions(platform_says: str) -> list[str]:
    """What ran, and how it differs from what the platform will run on."""
    return [
        f"Kubernetes {KUBERNETES} (API server, controller manager, scheduler), where platform.yaml says "
        f"{platform_says}: what changed in between is not seen.",
        f"Flux kustomize-controller {FLUX_KUSTOMIZE_CONTROLLER} and source-controller {FLUX_SOURCE_CONTROLLER}, the "
        "latter built with its module github.com/fluxcd/pkg/artifact at v0.18.1, where its own go.mod wants v0.18.3, "
        "which the Go module proxy does not serve.",
        "etcd 3.7.3; kwok 0.8.0 in place of kubelets; the definitions of CloudNativePG 1.30.0 and of the Gateway API "
        "1.5.0, without their controllers.",
    ]


CANNOT_SHOW = (
    "Images are never pulled: that a tag exists, and that its program starts, is not shown.",
    "No probe ever runs and there is no kubelet: a pod is Ready because kwok says so, and a memory limit kills nobody.",
    "No NetworkPolicy is enforced and no packet is sent: who may talk to whom is proven by sync, not here.",
    "Operators are played, as listed above: that a database fails over or a gateway routes is not shown.",
    "No disk is made, and no node runs out of anything.",
    f"Metrics are the test's own. Autoscalers look once a second (a cluster's: every 15 s), and their windows and "
    f"periods are a twentieth ({TIMES} times as fast) of the generated ones, but for the case that says it waits the "
    "generated minute. The generated five minutes before a scale-down are waited for in a twentieth only.",
    "A deleted pod is gone after seconds, and a model loads at once, unless a scenario says otherwise.",
)
