"""model-server: TensorFlow Serving on GPUs."""

from __future__ import annotations

from dataclasses import replace

from generators.arithmetic.rollout import failure_threshold
from generators.objects.body import Body
from generators.objects.config_map import CHECKSUM, checksum, config_map
from generators.objects.environment_variables import Variable
from generators.objects.probes import DefaultProbe, DefaultProbes
from generators.objects.resources import DefaultAmounts
from generators.objects.service import headless_service
from generators.objects.topology_spread import topology_spread
from generators.objects.volumes import Mounted, config_map_folder, image_volume
from generators.platform.component_type import ComponentType
from generators.platform.values import Component, Model, Sourced
from generators.types.connections import connections
from generators.types.context import Context
from generators.types.defaults import Defaults
from generators.types.fixed_settings import as_files, fixed_config_maps
from generators.types.gpu_nodes import affinity, tolerations
from generators.types.health import health_checks
from generators.types.keys import SERVER_KEYS
from generators.types.naming import image_of, labels_of
from generators.types.part import ComponentObjects, Image, Part
from generators.types.pod_of import pod_of, serving_container
from generators.types.served import server_files, server_rollout_seconds
from generators.types.stateless import needs_of

_START_PERIOD_SECONDS = 5
_SETTINGS_FOLDER = "/etc/tfs"
_SETTINGS = {
    "monitoring.txt": 'prometheus_config { enable: true, path: "/monitoring/prometheus/metrics" }\n',
    "batching.txt": (
        "max_batch_size { value: 32 }\n"
        "batch_timeout_micros { value: 2000 }\n"
        "max_enqueued_batches { value: 64 }\n"
        "num_batch_threads { value: 4 }\n"
    ),
}

_CUDA_CACHE = (
    Variable("CUDA_CACHE_PATH", "/tmp/nv"),
    Variable("CUDA_CACHE_MAXSIZE", str(512 * 2**20)),  # half of /tmp: a full one would evict the pod
)

DEFAULTS = Defaults(
    user=10001,
    amounts=DefaultAmounts("2", "8Gi", "1Gi", "4Gi"),
    temporary="1Gi",
    pre_stop_seconds=20,
    stops_within_seconds=20,
    probes=DefaultProbes(
        # The servers listen only once the model is loaded, so that a refused connection means "still loading".
        start=DefaultProbe(period=_START_PERIOD_SECONDS, failures=1, port="http"),
        ready=DefaultProbe(period=5, timeout=3, failures=3, port="http"),
        live=DefaultProbe(period=20, timeout=5, failures=6, port="grpc"),
    ),
    priority="serving",
)


def model_server_objects(component: Component, context: Context) -> ComponentObjects:
    """One part. A GPU pool has no GPU to spare: a rollout takes one pod away before it adds one."""
    model = component.model
    if model is None:
        raise ValueError(f"{component.source} is a model-server without a model")
    surge, unavailable = (0, 1) if component.gpu else (1, 0)
    defaults = replace(DEFAULTS, probes=_probes(model))
    labels = labels_of(component, context)
    maps = _config_maps(component, context)
    container = serving_container(
        component,
        context,
        defaults,
        derived=(*_CUDA_CACHE, *connections(component, context)),
        args=_arguments(component, context, model),
        mounted=_mounted(component, context, model),
    )
    pod = pod_of(
        component,
        context,
        defaults,
        container,
        annotations={CHECKSUM: checksum(*maps)},
        # On nodes with unequal numbers of free GPUs, a strict spread would leave some of them idle.
        spread=topology_spread(labels, strict=False),
        tolerations=tolerations(component),
        affinity=affinity(component),
    )
    own = as_files(component, maps)
    served = server_files(component, context, defaults, pod, max_surge=surge, max_unavailable=unavailable)
    headless = headless_service(f"{component.name}-headless", labels, context.ports(component))
    files = (*own, *served, ("headless-service.yaml", headless))
    return (
        Part(
            name=component.name,
            files=files,
            generators=(),
            images=(image_of(component, context), *_artifact(component, context, model)),
            rollout_seconds=server_rollout_seconds(component, defaults, max_surge=surge, max_unavailable=unavailable),
            depends_on=needs_of(component, context),
            health=health_checks(files, component.scale.by if component.scale else None, context.platform.cluster),
            source=component.source,
        ),
    )


def _probes(model: Model) -> DefaultProbes:
    loads, path = model.loads_within, Sourced(f"/v1/models/{model.name.value}", model.name.source)
    failures = Sourced(failure_threshold(loads.value, _START_PERIOD_SECONDS), loads.source)
    return DefaultProbes(
        start=replace(DEFAULTS.probes.start, failures=failures, path=path),
        ready=replace(DEFAULTS.probes.ready, path=path),
        live=DEFAULTS.probes.live,
    )


def _config_maps(component: Component, context: Context) -> list[Body]:
    """Those with fixed names: an old pod of a rollout that lasts an hour may restart and ask for its ConfigMap."""
    own = config_map(_settings_name(component), labels_of(component, context), _SETTINGS)
    return [own, *fixed_config_maps(component, context)]


def _settings_name(component: Component) -> str:
    return f"{component.name}-serving"


def _arguments(component: Component, context: Context, model: Model) -> list[str | Sourced[str]]:
    ports = {port.name: port.number for port in context.ports(component)}
    listens = [
        Sourced(f"--{flag}={ports[name].value}", ports[name].source)
        for flag, name in (("port", "grpc"), ("rest_api_port", "http"))
        if name in ports
    ]
    name = model.name
    return [
        *listens,
        Sourced(f"--model_name={name.value}", name.source),
        Sourced(f"--model_base_path=/models/{name.value}", name.source),
        # The model never changes under a running server: a new one is a new image and a rolling update.
        "--file_system_poll_wait_seconds=0",
        f"--monitoring_config_file={_SETTINGS_FOLDER}/monitoring.txt",
        "--enable_batching=true",
        f"--batching_parameters_file={_SETTINGS_FOLDER}/batching.txt",
        "--enable_grpc_healthcheck_service=true",
        # Clients come back and see the pods that were added, instead of staying with the old ones.
        "--grpc_channel_arguments=grpc.max_connection_age_ms=60000",
    ]


def _mounted(component: Component, context: Context, model: Model) -> list[Mounted]:
    mounted = [
        image_volume("model", image.placeholder, f"/models/{model.name.value}/1")
        for image in _artifact(component, context, model)
    ]
    return [*mounted, config_map_folder("serving", _settings_name(component), _SETTINGS_FOLDER)]


def _artifact(component: Component, context: Context, model: Model) -> tuple[Image, ...]:
    """The image that holds the model, where it is not built into the server's. Older clusters are refused when read."""
    if model.built_in:
        return ()
    placeholder = f"{component.name}-artifact"
    name = Sourced(f"{context.platform.registry}/{placeholder}", model.source)
    return (Image(placeholder, name, component.name),)


MODEL_SERVER = ComponentType(
    name="model-server",
    purpose="TensorFlow Serving with one model, on GPUs where `gpu` says how many a pod has.",
    keys=SERVER_KEYS | {"gpu", "model"},
    required=frozenset({"model"}),
    serves=(("http", 8501), ("grpc", 8500)),
    objects=model_server_objects,
)
