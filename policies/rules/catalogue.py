"""Every rule, in the order in which they are shown. A test compares this list with the folder."""

from policies.rule import Rule
from policies.rules.capacity import quota
from policies.rules.disruption import budget_allows_eviction
from policies.rules.gpu import limit_set, request_equals_limit, rollout_fits, whole_number
from policies.rules.images import digest_pinned, tag_pinned
from policies.rules.pod_security import (
    apparmor,
    capabilities_baseline,
    capabilities_drop,
    capabilities_restricted,
    container_runtime_socket,
    host_namespaces,
    host_path,
    host_port,
    host_process,
    privilege_escalation,
    privileged,
    probe_host,
    proc_mount,
    read_only_root_filesystem,
    run_as_non_root,
    run_as_user_not_zero,
    seccomp,
    selinux,
    service_account_token,
    sysctls,
    volume_types,
)
from policies.rules.probes import any as any_probe
from policies.rules.probes import differ, liveness, port_declared, readiness, startup_budget
from policies.rules.resources import (
    cpu_limit,
    cpu_request,
    ephemeral_storage,
    limit_request_ratio,
    memory_limit,
    memory_limit_equals_request,
    memory_request,
    quality_of_service,
    valid_quantity,
)
from policies.rules.resources import range as range_
from policies.rules.scaling import autoscaler_owns_replicas, autoscaler_range, replica_minimum, target_exists
from policies.rules.secrets import plaintext_secret

RULES: tuple[Rule, ...] = (
    cpu_request.RULE,
    memory_request.RULE,
    memory_limit.RULE,
    cpu_limit.RULE,
    memory_limit_equals_request.RULE,
    limit_request_ratio.RULE,
    range_.RULE,
    ephemeral_storage.RULE,
    quality_of_service.RULE,
    valid_quantity.RULE,
    whole_number.RULE,
    limit_set.RULE,
    request_equals_limit.RULE,
    rollout_fits.RULE,
    replica_minimum.RULE,
    autoscaler_owns_replicas.RULE,
    autoscaler_range.RULE,
    target_exists.RULE,
    budget_allows_eviction.RULE,
    readiness.RULE,
    liveness.RULE,
    any_probe.RULE,
    differ.RULE,
    port_declared.RULE,
    startup_budget.RULE,
    tag_pinned.RULE,
    digest_pinned.RULE,
    privileged.RULE,
    privilege_escalation.RULE,
    run_as_non_root.RULE,
    run_as_user_not_zero.RULE,
    capabilities_baseline.RULE,
    capabilities_restricted.RULE,
    capabilities_drop.RULE,
    host_namespaces.RULE,
    host_path.RULE,
    host_port.RULE,
    host_process.RULE,
    seccomp.RULE,
    sysctls.RULE,
    proc_mount.RULE,
    volume_types.RULE,
    apparmor.RULE,
    selinux.RULE,
    read_only_root_filesystem.RULE,
    service_account_token.RULE,
    container_runtime_socket.RULE,
    probe_host.RULE,
    plaintext_secret.RULE,
    quota.RULE,
)
