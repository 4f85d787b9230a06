"""The variables by which a component finds what it `needs`.

NAME is the needed component's name in capitals, with `_` for `-`:

- web, api: NAME_URL = http://name:port
- service: for its port http NAME_URL = http://name:port; for each other port but metrics NAME_PORT_ADDR = name:port
- redis: NAME_URL = redis://name:6379/0 and NAME_ADDR = name:6379
- model-server: NAME_GRPC_ADDR = dns:///name-headless:8500 (a client that balances sees every pod) and
  NAME_REST_URL = http://name:8501
- postgres: DATABASE_URL, from the Secret name-app that the operator makes in the cluster; NAME_URL for each if the
  component needs more than one. DB_POOL_SIZE is `database.pool`.

Of a postgres or redis that is `external` in the environment, the Secret named there has the same under its key `uri`;
a redis without a Secret is found at its host.

Of a component that `was` another, each variable is there under both names, and leads to the new one.

A component's own `env` or `secrets` of the same name replaces one of these. These stand first, so that its own may name
them: `env: {STORE: "$(REDIS_ADDR)"}` (Kubernetes "Define Dependent Environment Variables").
"""

from __future__ import annotations

from generators.objects.environment_variables import Variable
from generators.platform.values import Component, Port, Sourced
from generators.types.context import Context


def connections(component: Component, context: Context) -> tuple[Variable, ...]:
    """The variables of everything that the component needs, in the order of `needs`."""
    databases = databases_of(component, context)
    variables = [variable for need in component.needs for variable in _of_need(need, context, len(databases))]
    pool = component.database_use.pool if component.database_use else None
    if pool is not None:
        variables.append(Variable("DB_POOL_SIZE", Sourced(str(pool.value), pool.source)))
    return tuple(variables)


def database_variables(component: Component, context: Context) -> tuple[Variable, ...]:
    """Those of the databases alone: what a migration needs."""
    databases = databases_of(component, context)
    return tuple(variable for need in databases for variable in _of_need(need, context, len(databases)))


def databases_of(component: Component, context: Context) -> tuple[Sourced[str], ...]:
    """The needs that are a postgres."""
    return tuple(need for need in component.needs if context.component(need.value).type == "postgres")


def _of_need(need: Sourced[str], context: Context, databases: int) -> list[Variable]:
    needed = context.component(need.value)
    names = [needed.name, *([needed.was.value] if needed.was is not None else [])]
    return [variable for name in names for variable in _under(name, need, needed, context, databases)]


def _under(called: str, need: Sourced[str], needed: Component, context: Context, databases: int) -> list[Variable]:
    """The variables of one that is needed, named as if its name were `called`."""
    name = needed.name
    prefix = called.upper().replace("-", "_")
    ports = {port.name: port.number.value for port in context.ports(needed)}
    first = next(iter(ports.values()))
    external = needed.external
    if needed.type == "postgres":
        variable = "DATABASE_URL" if databases == 1 else f"{prefix}_URL"
        secret = external.secret if external else None
        return [Variable(variable, secret=secret or Sourced(f"{name}-app", need.source), key="uri")]
    if needed.type == "redis":
        address, said = (f"{external.host}:{first}", external.source) if external else (f"{name}:{first}", need.source)
        url = Variable(f"{prefix}_URL", Sourced(f"redis://{address}/0", said))
        if external and external.secret:
            url = Variable(url.name, secret=external.secret, key="uri")
        return [url, Variable(f"{prefix}_ADDR", Sourced(address, said))]
    if needed.type == "service":
        return [_of_port(port, prefix, name, need) for port in context.ports(needed) if port.name != "metrics"]
    if needed.type == "model-server":
        grpc, http = ports.get("grpc", first), ports.get("http", first)
        return [
            Variable(f"{prefix}_GRPC_ADDR", Sourced(f"dns:///{name}-headless:{grpc}", need.source)),
            Variable(f"{prefix}_REST_URL", Sourced(f"http://{name}:{http}", need.source)),
        ]
    return [Variable(f"{prefix}_URL", Sourced(f"http://{name}:{first}", need.source))]


def _of_port(port: Port, prefix: str, name: str, need: Sourced[str]) -> Variable:
    address = f"{name}:{port.number.value}"
    if port.name == "http":
        return Variable(f"{prefix}_URL", Sourced(f"http://{address}", need.source))
    return Variable(f"{prefix}_{port.name.upper().replace('-', '_')}_ADDR", Sourced(address, need.source))
