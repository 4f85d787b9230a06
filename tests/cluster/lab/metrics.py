"""A metrics server of both APIs, whose values the test decides: everything that reads them is real.

`metrics.k8s.io` gives the CPU and memory of pods, `custom.metrics.k8s.io` any number by pod. A pod without a value is
left out, as a real server leaves one out that it has not scraped yet.
"""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from generators.objects.horizontal_pod_autoscaler import GPU_METRIC
from manifests.quantity import parse_quantity
from tests.cluster.lab.control_plane import ControlPlane
from tests.cluster.lab.waiting import until

Body = dict[str, Any]
Value = Callable[[Body], float | None]
"""A pod as the API server gives it -> its value now, None for no value."""

_CPU, _CUSTOM = "metrics.k8s.io", "custom.metrics.k8s.io"
_APIS = ((_CPU, "v1beta1"), (_CUSTOM, "v1beta2"), (_CUSTOM, "v1beta1"))


CALM_CPU_PERCENT = 45
"""Of its request: no autoscaler of the shipped platform moves at that."""
CALM_GPU_PERCENT = 50


def percent_of_request(pod: Body, percent: float) -> float:
    """So many percent of the CPU that a pod's containers request, in cores."""
    return sum(_requested(each) for each in pod["spec"]["containers"]) * percent / 100


def _requested(container: Body) -> float:
    """The cores that a container requests."""
    return float(parse_quantity(container.get("resources", {}).get("requests", {}).get("cpu", "0")).amount)


@dataclass(frozen=True, slots=True)
class Question:
    """One question that an autoscaler asked: when (time.monotonic), of which pods, and what it was answered.

    `metric` is "cpu" or the name of a custom metric; `pods` are as the API server gave them at that moment.
    """

    moment: float
    metric: str
    namespace: str
    selector: str
    pods: tuple[Body, ...]
    items: tuple[Body, ...]


@dataclass(slots=True)
class Metrics:
    """What the server answers. `cpu` is cores a pod uses; `custom` is a value by name of the metric. Both may be
    replaced at any time; `calm` puts back what moves nothing. `watchers` are told each question as it is answered.

    `at_rest` is how busy a component's pods are then, in percent, where its own autoscaler needs another number.
    """

    at_rest: dict[str, float] = field(default_factory=dict)
    cpu: Value = field(init=False)
    custom: dict[str, Value] = field(init=False)
    watchers: list[Callable[[Question], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.calm()

    def calm(self) -> None:
        self.cpu = self.calm_cpu
        self.custom = {GPU_METRIC: self.calm_gpu}

    def calm_cpu(self, pod: Body) -> float:
        return percent_of_request(pod, self.at_rest.get(_component(pod), CALM_CPU_PERCENT))

    def calm_gpu(self, pod: Body) -> float:
        return self.at_rest.get(_component(pod), CALM_GPU_PERCENT)


def _component(pod: Body) -> str:
    return str(pod["metadata"].get("labels", {}).get("app.kubernetes.io/name", ""))


@contextmanager
def metrics_server(plane: ControlPlane) -> Iterator[Metrics]:
    """Serve both APIs through the API server's aggregator until the end of `with`."""
    metrics = Metrics()
    path = plane.certificates.path
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path("apiserver.crt"), path("apiserver.key"))
    # Only the API server's aggregator is let in: whoever asks has been authenticated and authorized by it.
    context.load_verify_locations(path("front-proxy-ca.crt"))
    context.verify_mode = ssl.CERT_REQUIRED
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(plane, metrics))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        _register(plane, server.server_address[1])
        yield metrics
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _register(plane: ControlPlane, port: int) -> None:
    plane.client.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "metrics"}}, "lab")
    service = {"type": "ExternalName", "externalName": "localhost", "ports": [{"port": port}]}
    metadata = {"name": "metrics", "namespace": "metrics"}
    plane.client.apply({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": service}, "lab")
    for group, version in _APIS:
        spec = {
            "group": group,
            "version": version,
            "groupPriorityMinimum": 100,
            "versionPriority": 200 if version == "v1beta2" else 100,
            "insecureSkipTLSVerify": True,
            "service": {"name": "metrics", "namespace": "metrics", "port": port},
        }
        name = f"{version}.{group}"
        kind = {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService"}
        plane.client.apply({**kind, "metadata": {"name": name}, "spec": spec}, "lab")
    for group, version in _APIS:
        name = f"{version}.{group}"
        until(lambda name=name: _is_available(plane, name), 30, f"API {name} is available")  # type: ignore[misc]


def _is_available(plane: ControlPlane, name: str) -> bool:
    body = plane.client.get("apiregistration.k8s.io/v1", "APIService", None, name) or {}
    conditions = body.get("status", {}).get("conditions") or []
    return any(each["type"] == "Available" and each["status"] == "True" for each in conditions)


def _handler(plane: ControlPlane, metrics: Metrics) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            selector = parse_qs(url.query).get("labelSelector", [""])[0]
            body = _answer(plane, metrics, unquote(url.path).strip("/").split("/"), selector)
            text = json.dumps(body if body is not None else {"kind": "Status", "status": "Failure"}).encode()
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *_: object) -> None:
            pass

    return Handler


def _answer(plane: ControlPlane, metrics: Metrics, parts: list[str], selector: str) -> Body | None:
    match parts:
        case ["apis", group, version] if (group, version) in _APIS:
            return _discovery(group, version, metrics)
        case ["apis", "metrics.k8s.io", version, "namespaces", namespace, "pods"]:
            pods = plane.client.list("v1", "Pod", namespace, selector)
            items = [item for item in (_usage(pod, metrics.cpu(pod)) for pod in pods) if item is not None]
            _tell(metrics, "cpu", namespace, selector, pods, items)
            return {"kind": "PodMetricsList", "apiVersion": f"{_CPU}/{version}", "metadata": {}, "items": items}
        case ["apis", "custom.metrics.k8s.io", version, "namespaces", namespace, "pods", "*", name]:
            value_of = metrics.custom.get(name)
            pods = plane.client.list("v1", "Pod", namespace, selector) if value_of is not None else []
            found = [(pod, value_of(pod) if value_of is not None else None) for pod in pods]
            items = [_value(pod, name, version, value) for pod, value in found if value is not None]
            _tell(metrics, name, namespace, selector, pods, items)
            return {"kind": "MetricValueList", "apiVersion": f"{_CUSTOM}/{version}", "metadata": {}, "items": items}
    return None


def _tell(metrics: Metrics, metric: str, namespace: str, selector: str, pods: list[Body], items: list[Body]) -> None:
    question = Question(time.monotonic(), metric, namespace, selector, tuple(pods), tuple(items))
    for watcher in tuple(metrics.watchers):
        watcher(question)


def _discovery(group: str, version: str, metrics: Metrics) -> Body:
    if group == _CPU:
        resources = [{"name": "pods", "namespaced": True, "kind": "PodMetrics", "verbs": ["get", "list"]}]
    else:
        resources = [
            {"name": f"pods/{name}", "namespaced": True, "kind": "MetricValueList", "verbs": ["get"]}
            for name in metrics.custom
        ]
    said = {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": f"{group}/{version}"}
    return {**said, "resources": [{"singularName": "", **resource} for resource in resources]}


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _usage(pod: Body, cores: float | None) -> Body | None:
    """The usage of a pod, divided among its containers as they request."""
    if cores is None or pod["status"].get("phase") != "Running":
        return None
    containers = pod["spec"]["containers"]
    requested = [_requested(each) for each in containers]
    whole = sum(requested)
    shares = [each / whole if whole else 1 / len(containers) for each in requested]
    metadata = {key: pod["metadata"][key] for key in ("name", "namespace", "labels") if key in pod["metadata"]}
    return {
        "metadata": metadata,
        "timestamp": _now(),
        "window": "15s",
        "containers": [
            {"name": each["name"], "usage": {"cpu": f"{round(cores * share * 1e9)}n", "memory": "64Mi"}}
            for each, share in zip(containers, shares, strict=True)
        ],
    }


def _value(pod: Body, name: str, version: str, value: float) -> Body:
    described = {"kind": "Pod", "apiVersion": "/v1", **{k: pod["metadata"][k] for k in ("name", "namespace")}}
    said = {"metricName": name} if version == "v1beta1" else {"metric": {"name": name, "selector": None}}
    return {"describedObject": described, **said, "timestamp": _now(), "value": f"{round(value * 1000)}m"}
