"""Public applications that nobody here designed, as platforms: what each became, and what stayed as published."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generators import sync
from generators.repository import read_repository
from manifests.pointer import resolve
from policies import check
from policies.configuration.values import Configuration
from policies.load import load
from roadstead import check as roadstead_check

HERE = Path(__file__).parent
PLATFORMS = sorted(path.parent.name for path in HERE.glob("*/platform.yaml"))
Rendered = Callable[[str], Path]


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rendered]:
    """Name of a platform -> a copy of it with the tree that sync wrote there."""
    made: dict[str, Path] = {}

    def of(name: str) -> Path:
        if name not in made:
            root = tmp_path_factory.mktemp(name) / name
            shutil.copytree(HERE / name, root)
            with pytest.MonkeyPatch.context() as patch:
                patch.chdir(root)
                assert sync.main(["--quiet"]) == 0
            made[name] = root
        return made[name]

    yield of


def test_there_are_three() -> None:
    assert PLATFORMS == ["mastodon", "online-boutique", "podinfo"]


@pytest.mark.parametrize(
    ("name", "proven"),
    [
        ("mastodon", "18 folders built by kustomize, 103 objects, 14 warnings"),
        ("online-boutique", "26 folders built by kustomize, 152 objects, 22 warnings"),
        ("podinfo", "10 folders built by kustomize, 60 objects, 6 warnings"),
    ],
)
def test_it_syncs_with_every_judge(
    tmp_path: Path, name: str, proven: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(HERE / name, tmp_path / name)
    monkeypatch.chdir(tmp_path / name)
    assert sync.main([]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.sub(r" \d+ rules,", "", last).startswith(f"written: {proven}")
    assert "schemas by jsonschema-rs and kubeconform" in last


@pytest.mark.parametrize("name", PLATFORMS)
def test_the_checker_agrees(
    rendered: Rendered, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(rendered(name))
    assert check.main([]) == 0
    assert " error" not in capsys.readouterr().out


@pytest.mark.parametrize("name", PLATFORMS)
def test_check_finds_what_sync_finds_where_policies_yaml_names_no_environment(
    rendered: Rendered, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / name
    shutil.copytree(rendered(name), root)
    policies = (root / "policies.yaml").read_text(encoding="utf-8").partition("environments:")[0]
    demanding = policies.replace("{severity: warning}", "{severity: error}\n  scaling/replica-minimum: {min: 99}")
    (root / "policies.yaml").write_text(demanding, encoding="utf-8")
    monkeypatch.chdir(root)
    assert sync.main(["--check"]) == 1
    by_sync = [line for line in capsys.readouterr().err.splitlines() if ": error: " in line]
    assert roadstead_check.main([]) == 1
    by_check = [line for line in capsys.readouterr().out.splitlines() if ": error: " in line]
    assert len(by_sync) >= 10
    assert sorted(by_check) == sorted(by_sync)
    folders = {each.directory: each.environment for each in read_repository(root).tree().folders}
    loaded = load(root, (), Configuration())
    assert {item.directory: item.environment for item in loaded.objects} == folders


CONTAINER = "/spec/template/spec/containers/0"
RUN = "/spec/jobTemplate/spec"
PUBLISHED = [
    ("online-boutique", "checkoutservice/deployment", f"{CONTAINER}/env/6",
     "{name: CART_SERVICE_ADDR, value: 'cartservice:7070'}"),
    ("online-boutique", "cartservice/deployment", f"{CONTAINER}/env",
     "[{name: REDIS_CART_URL, value: 'redis://redis-cart:6379/0'}, {name: REDIS_CART_ADDR, value: 'redis-cart:6379'}, "
     "{name: REDIS_ADDR, value: $(REDIS_CART_ADDR)}]"),
    ("online-boutique", "cartservice/deployment", f"{CONTAINER}/readinessProbe/grpc", "{port: 7070}"),
    ("online-boutique", "cartservice/service", "/spec/ports/0/port", "7070"),
    ("online-boutique", "frontend/deployment", f"{CONTAINER}/readinessProbe/httpGet",
     "{path: /_healthz, port: http, httpHeaders: [{name: Cookie, value: shop_session-id=x-readiness-probe}]}"),
    ("online-boutique", "recommendationservice/deployment", f"{CONTAINER}/resources/limits/memory", "450Mi"),
    ("online-boutique", "adservice/deployment", f"{CONTAINER}/livenessProbe/periodSeconds", "15"),
    ("online-boutique", "loadgenerator/deployment", "/spec/replicas", "1"),
    ("podinfo", "backend/deployment", f"{CONTAINER}/command",
     "[./podinfo, --port=9898, --port-metrics=9797, --grpc-port=9999, --grpc-service-name=backend, --level=info, "
     "'--cache-server=cache:6379']"),
    ("podinfo", "frontend/deployment", f"{CONTAINER}/ports",
     "[{name: http, containerPort: 9898}, {name: grpc, containerPort: 9999}, {name: metrics, containerPort: 9797}]"),
    ("podinfo", "frontend/deployment", f"{CONTAINER}/livenessProbe/exec/command",
     "[podcli, check, http, 'localhost:9898/healthz']"),
    ("podinfo", "frontend/horizontal-pod-autoscaler", "/spec/maxReplicas", "4"),
    ("podinfo", "frontend/horizontal-pod-autoscaler", "/spec/metrics/0/containerResource/target/averageUtilization",
     "99"),
    ("podinfo", "cache/stateful-set", f"{CONTAINER}/ports", "[{name: redis, containerPort: 6379}]"),
    ("mastodon", "web/deployment", f"{CONTAINER}/command", "[bundle, exec, puma, -C, config/puma.rb]"),
    ("mastodon", "web/deployment", f"{CONTAINER}/startupProbe/failureThreshold", "30"),
    ("mastodon", "web/deployment", f"{CONTAINER}/livenessProbe/tcpSocket", "{port: http}"),
    ("mastodon", "web-migrate/job", f"{CONTAINER}/command", "[bundle, exec, rake, 'db:migrate']"),
    ("mastodon", "streaming/deployment", f"{CONTAINER}/readinessProbe/httpGet",
     "{path: /api/v1/streaming/health, port: streaming}"),
    ("mastodon", "scheduler/deployment", "/spec/strategy", "{type: Recreate}"),
    ("mastodon", "scheduler/deployment", "/spec/replicas", "1"),
    ("mastodon", "media-remove/cron-job", "/spec/schedule", "0 0 * * 0"),
    ("mastodon", "media-remove/cron-job", f"{RUN}/template/spec/containers/0/command", "[bin/tootctl, media, remove]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "file", "field", "value"), PUBLISHED, ids=[f"{row[0]}: {row[1]}{row[2]}" for row in PUBLISHED]
)
def test_what_is_published_stays(rendered: Rendered, name: str, file: str, field: str, value: str) -> None:
    body: Any = yaml.safe_load((rendered(name) / f"base/{file}.yaml").read_text(encoding="utf-8"))
    assert resolve(body, field) == yaml.safe_load(value)


def test_a_database_that_somebody_else_keeps_is_in_no_folder_of_that_environment(rendered: Rendered) -> None:
    root = rendered("mastodon")
    assert sorted(path.name for path in (root / "overlays/prod").iterdir()) == [
        "media-remove", "namespace", "scheduler", "sidekiq", "streaming", "web", "web-migrate",
    ]  # fmt: skip
    assert (root / "overlays/dev/postgres").is_dir()
    depends = yaml.safe_load((root / "clusters/prod/platform/web.yaml").read_text(encoding="utf-8"))["spec"][
        "dependsOn"
    ]
    assert [each["name"] for each in depends] == [
        "mastodon-prod-namespace",
        "mastodon-prod-web-migrate",
        "mastodon-prod-streaming",
    ]
