"""pod-security/volume-types: the core types only."""

from typing import Any

import pytest

from policies.rules.pod_security.volume_types import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{volumes: [{name: v, hostPath: {}}]}",
            ["fail Pod/p /spec/volumes/0/hostPath: volume v is of type hostPath"],
            id="hostPath",
        ),
        pytest.param(
            "{volumes: [{name: v, gcePersistentDisk: {}}]}",
            ["fail Pod/p /spec/volumes/0/gcePersistentDisk: volume v is of type gcePersistentDisk"],
            id="gcePersistentDisk",
        ),
        pytest.param(
            "{volumes: [{name: v, awsElasticBlockStore: {}}]}",
            ["fail Pod/p /spec/volumes/0/awsElasticBlockStore: volume v is of type awsElasticBlockStore"],
            id="awsElasticBlockStore",
        ),
        pytest.param(
            "{volumes: [{name: v, gitRepo: {}}]}",
            ["fail Pod/p /spec/volumes/0/gitRepo: volume v is of type gitRepo"],
            id="gitRepo",
        ),
        pytest.param(
            "{volumes: [{name: v, nfs: {}}]}", ["fail Pod/p /spec/volumes/0/nfs: volume v is of type nfs"], id="nfs"
        ),
        pytest.param(
            "{volumes: [{name: v, iscsi: {}}]}",
            ["fail Pod/p /spec/volumes/0/iscsi: volume v is of type iscsi"],
            id="iscsi",
        ),
        pytest.param(
            "{volumes: [{name: v, glusterfs: {}}]}",
            ["fail Pod/p /spec/volumes/0/glusterfs: volume v is of type glusterfs"],
            id="glusterfs",
        ),
        pytest.param(
            "{volumes: [{name: v, rbd: {}}]}", ["fail Pod/p /spec/volumes/0/rbd: volume v is of type rbd"], id="rbd"
        ),
        pytest.param(
            "{volumes: [{name: v, flexVolume: {}}]}",
            ["fail Pod/p /spec/volumes/0/flexVolume: volume v is of type flexVolume"],
            id="flexVolume",
        ),
        pytest.param(
            "{volumes: [{name: v, cinder: {}}]}",
            ["fail Pod/p /spec/volumes/0/cinder: volume v is of type cinder"],
            id="cinder",
        ),
        pytest.param(
            "{volumes: [{name: v, cephfs: {}}]}",
            ["fail Pod/p /spec/volumes/0/cephfs: volume v is of type cephfs"],
            id="cephfs",
        ),
        pytest.param(
            "{volumes: [{name: v, flocker: {}}]}",
            ["fail Pod/p /spec/volumes/0/flocker: volume v is of type flocker"],
            id="flocker",
        ),
        pytest.param(
            "{volumes: [{name: v, fc: {}}]}", ["fail Pod/p /spec/volumes/0/fc: volume v is of type fc"], id="fc"
        ),
        pytest.param(
            "{volumes: [{name: v, azureFile: {}}]}",
            ["fail Pod/p /spec/volumes/0/azureFile: volume v is of type azureFile"],
            id="azureFile",
        ),
        pytest.param(
            "{volumes: [{name: v, vsphereVolume: {}}]}",
            ["fail Pod/p /spec/volumes/0/vsphereVolume: volume v is of type vsphereVolume"],
            id="vsphereVolume",
        ),
        pytest.param(
            "{volumes: [{name: v, quobyte: {}}]}",
            ["fail Pod/p /spec/volumes/0/quobyte: volume v is of type quobyte"],
            id="quobyte",
        ),
        pytest.param(
            "{volumes: [{name: v, azureDisk: {}}]}",
            ["fail Pod/p /spec/volumes/0/azureDisk: volume v is of type azureDisk"],
            id="azureDisk",
        ),
        pytest.param(
            "{volumes: [{name: v, photonPersistentDisk: {}}]}",
            ["fail Pod/p /spec/volumes/0/photonPersistentDisk: volume v is of type photonPersistentDisk"],
            id="photonPersistentDisk",
        ),
        pytest.param(
            "{volumes: [{name: v, portworxVolume: {}}]}",
            ["fail Pod/p /spec/volumes/0/portworxVolume: volume v is of type portworxVolume"],
            id="portworxVolume",
        ),
        pytest.param(
            "{volumes: [{name: v, scaleIO: {}}]}",
            ["fail Pod/p /spec/volumes/0/scaleIO: volume v is of type scaleIO"],
            id="scaleIO",
        ),
        pytest.param(
            "{volumes: [{name: v, storageos: {}}]}",
            ["fail Pod/p /spec/volumes/0/storageos: volume v is of type storageos"],
            id="storageos",
        ),
        pytest.param("{volumes: [{name: v, configMap: {}}]}", PASS, id="configMap"),
        pytest.param("{volumes: [{name: v, csi: {}}]}", PASS, id="csi"),
        pytest.param("{volumes: [{name: v, downwardAPI: {}}]}", PASS, id="downwardAPI"),
        pytest.param("{volumes: [{name: v, emptyDir: {}}]}", PASS, id="emptyDir"),
        pytest.param("{volumes: [{name: v, ephemeral: {}}]}", PASS, id="ephemeral"),
        pytest.param("{volumes: [{name: v, image: {}}]}", PASS, id="image"),
        pytest.param("{volumes: [{name: v, persistentVolumeClaim: {}}]}", PASS, id="persistentVolumeClaim"),
        pytest.param("{volumes: [{name: v, projected: {}}]}", PASS, id="projected"),
        pytest.param("{volumes: [{name: v, secret: {}}]}", PASS, id="secret"),
        pytest.param("{volumes: [{name: v}]}", PASS, id="none written is emptyDir"),
        pytest.param("{volumes: [{name: v, nfs: null}]}", PASS, id="null"),
        pytest.param(
            "{volumes: [{name: a, secret: {}}, {name: v, nfs: {}}]}",
            ["fail Pod/p /spec/volumes/1/nfs: volume v is of type nfs"],
            id="the second one",
        ),
        pytest.param("{volumes: [v]}", ["not evaluated Pod/p: /spec/volumes/0 is a text, not a mapping"], id="a text"),
    ],
)
def test_volume_types(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


def test_another_list(of_pod: Any) -> None:
    spec = "{volumes: [{name: a, nfs: {}}, {name: b, secret: {}}]}"
    assert of_pod(RULE, spec, {"allowed": ("nfs",)}) == [
        "fail Pod/p /spec/volumes/1/secret: volume b is of type secret"
    ]
