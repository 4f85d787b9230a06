"""state/prune-guard: what loses data, who prunes it, and what counts as a guard."""

import pytest
import yaml

from policies.objects import Object, Origin
from policies.rule import Outcome
from policies.rules.state.prune_guard import RULE
from policies.world import World

GUARD = "kustomize.toolkit.fluxcd.io/prune"
AT = f"/metadata/annotations/{GUARD.replace('/', '~1')}: "
PRUNES = "Kustomization/shop prunes, and "


def flux(spec: str = "prune: true", group: str = "kustomize.toolkit.fluxcd.io/v1") -> Object:
    metadata = "{name: shop, namespace: flux-system}"
    text = f"{{apiVersion: {group}, kind: Kustomization, metadata: {metadata}, spec: {{{spec}}}}}"
    return Object(yaml.safe_load(text))


def thing(
    kind: str = "PersistentVolumeClaim",
    group: str = "v1",
    metadata: str = "",
    spec: str = "{}",
    directory: str = "",
    origin: Origin | None = None,
    name: str = "data",
) -> Object:
    text = f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: {name}, {metadata}}}, spec: {spec}}}"
    return Object(yaml.safe_load(text), None, directory, origin)


def said(*objects: Object) -> list[str]:
    return [
        f"{each.outcome.value} {each.object.short}"
        + (f" {each.severity.value if each.severity else ''}{each.field}: {each.message}" if each.message else "")
        + (f": {each.why_not}" if each.outcome is Outcome.NOT_EVALUATED else "")
        for each in RULE.judge(World(objects), RULE.defaults)
    ]


def lost(what: str, found: str = "is missing") -> str:
    return f"{AT}{PRUNES}{what} would go: annotation {GUARD} {found}"


CLAIM = f"fail PersistentVolumeClaim/data {lost('a claim')}"
ENABLED = "fail PersistentVolumeClaim/data " + lost("a claim", "is 'enabled'")
PASS = ["pass PersistentVolumeClaim/data"]


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param([thing()], [], id="no Flux: not applicable"),
        pytest.param([flux(), thing()], [CLAIM], id="no guard"),
        pytest.param(
            [flux(), thing(origin=Origin("", "a", "b")), thing()], [CLAIM], id="beside one that is applied by others"
        ),
        pytest.param([flux("prune: false"), thing()], [], id="Flux does not prune"),
        pytest.param([flux("interval: 1h"), thing()], [], id="Flux does not say so"),
        pytest.param([flux(group="kustomize.config.k8s.io/v1beta1"), thing()], [], id="a file of kustomize"),
        pytest.param([flux("dependsOn: 5, prune: true"), thing()], [], id="Flux' object can't be read"),
        pytest.param([flux(), thing(metadata=f"annotations: {{{GUARD}: disabled}}")], PASS, id="an annotation"),
        pytest.param([flux(), thing(metadata=f"labels: {{{GUARD}: disabled}}")], PASS, id="a label"),
        pytest.param(
            [flux(), thing(metadata=f"annotations: {{{GUARD}: enabled}}")],
            [ENABLED],
            id="another value",
        ),
        pytest.param(
            [flux(f"prune: true, commonMetadata: {{annotations: {{{GUARD}: disabled}}}}"), thing()],
            PASS,
            id="Flux' common metadata",
        ),
        pytest.param(
            [flux(f"prune: true, commonMetadata: {{labels: {{{GUARD}: disabled}}}}"), thing()],
            PASS,
            id="Flux' common labels",
        ),
        pytest.param(
            [
                flux(f"prune: true, commonMetadata: {{annotations: {{{GUARD}: enabled}}}}"),
                thing(metadata=f"annotations: {{{GUARD}: disabled}}"),
            ],
            [ENABLED],
            id="which is written over the object's own",
        ),
        pytest.param(
            [flux(), thing("Cluster", "postgresql.cnpg.io/v1")], [f"fail Cluster/data {lost('a database')}"], id="CNPG"
        ),
        pytest.param([flux(), thing("Cluster", "cluster.x-k8s.io/v1")], [], id="a Cluster of others"),
        pytest.param(
            [flux(), thing("postgresql", "acid.zalan.do/v1")],
            [f"fail postgresql/data {lost('a database')}"],
            id="Zalando's operator",
        ),
        pytest.param(
            [flux(), thing("Elasticsearch", "elasticsearch.k8s.elastic.co/v1")],
            [f"fail Elasticsearch/data {lost('a database')}"],
            id="Elasticsearch",
        ),
        pytest.param(
            [flux(), thing("DataVolume", "cdi.kubevirt.io/v1beta1")],
            [f"fail DataVolume/data {lost('a claim')}"],
            id="KubeVirt",
        ),
        pytest.param(
            [flux(), thing("Namespace")],
            [
                "fail Namespace/data warning" + lost("a namespace with all that it holds"),
            ],
            id="a namespace warns",
        ),
        pytest.param([flux(), thing("Namespace", name="flux-system")], [], id="Flux' own namespace"),
        pytest.param(
            [flux(), thing(name="flux-system")],
            [CLAIM.replace("Claim/data", "Claim/flux-system")],
            id="a claim of that name",
        ),
        pytest.param([flux(), thing("Deployment", "apps/v1")], [], id="what holds nothing"),
        pytest.param(
            [flux(), thing("StatefulSet", "apps/v1", spec="{volumeClaimTemplates: [{}]}")],
            [],
            id="a StatefulSet's claims stay",
        ),
        pytest.param(
            [
                flux(),
                thing(
                    "StatefulSet",
                    "apps/v1",
                    spec="{volumeClaimTemplates: [{}], persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}}",
                ),
            ],
            [f"fail StatefulSet/data {lost('a StatefulSet that takes its claims along')}"],
            id="unless it says otherwise",
        ),
        pytest.param(
            [
                flux(),
                thing("StatefulSet", "apps/v1", spec="{persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}}"),
            ],
            [],
            id="without claims it takes nothing",
        ),
        pytest.param(
            [flux(), thing("StatefulSet", "apps/v1", spec="5")],
            ["not evaluated StatefulSet/data: /spec is the number 5, not a mapping"],
            id="malformed",
        ),
        pytest.param(
            [flux(), thing(metadata="annotations: 5")],
            ["not evaluated PersistentVolumeClaim/data: /metadata/annotations is the number 5, not a mapping"],
            id="malformed annotations",
        ),
        pytest.param([flux("path: ./apps, prune: true"), thing(directory="apps")], [CLAIM], id="by its folder"),
        pytest.param([flux("path: ./apps, prune: true"), thing(directory="apps/shop")], [CLAIM], id="below it"),
        pytest.param([flux("path: ./apps, prune: true"), thing(directory="apps2")], [], id="beside it"),
        pytest.param([flux("path: ./apps, prune: true"), thing(directory="")], [], id="above it"),
        pytest.param(
            [flux("path: ./a, prune: true"), thing(directory="b", origin=Origin("", "flux-system", "shop"))],
            [CLAIM],
            id="by its origin",
        ),
        pytest.param(
            [flux(), thing(origin=Origin("", "flux-system", "other"))], [], id="applied by one that is not known"
        ),
    ],
)
def test_prune_guard(objects: list[Object], expected: list[str]) -> None:
    assert said(*objects) == expected
