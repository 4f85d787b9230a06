"""One environment of one repository on a control plane of its own: everything that a scenario needs."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generators import pin
from generators import sync as command
from generators.platform.values import Environment, Platform
from generators.repository import read_repository
from manifests.errors import UserError
from tests.cluster.lab import bootstrap
from tests.cluster.lab.client import Client
from tests.cluster.lab.control_plane import ControlPlane, control_plane, node
from tests.cluster.lab.flux import NAMESPACE, SOURCE, Flux, condition, flux, is_ready_at
from tests.cluster.lab.git_server import Origin, git_server
from tests.cluster.lab.metrics import Metrics, metrics_server
from tests.cluster.lab.played import Played, operators_played
from tests.cluster.lab.waiting import until
from tests.cluster.scaling.scaled import all_scaled
from tests.cluster.toolchain.build import Say, build_all

Body = dict[str, Any]
_GPUS_A_NODE = 4
_PLAIN_NODES = 3


@dataclass(frozen=True, slots=True)
class Lab:
    """A cluster that follows `origin`. `platform` and `environment` are what the repository said at the start."""

    platform: Platform
    environment: Environment
    plane: ControlPlane
    flux: Flux
    metrics: Metrics
    origin: Origin
    played: Played

    @property
    def client(self) -> Client:
        return self.plane.client

    @property
    def namespace(self) -> str:
        return self.environment.namespace

    def flux_name(self, part: str) -> str:
        """The name of a part's Flux Kustomization."""
        return f"{self.platform.name}-{self.environment.name}-{part}"

    def sync(self) -> int:
        """`roadstead sync` in the work tree. Returns its exit code."""
        return self.run(command.main, "--quiet")

    def run(self, main: Callable[[Sequence[str]], int], *arguments: str) -> int:
        """A command of Roadstead in the work tree. Returns its exit code."""
        before = Path.cwd()
        os.chdir(self.origin.work)
        try:
            return main(arguments)
        finally:
            os.chdir(before)

    def pin(self, image: str, reference: str, environment: str | None = None) -> None:
        """`roadstead pin` in the work tree, for the lab's environment without another."""
        code = self.run(pin.main, environment or self.environment.name, image, reference)
        assert code == 0, f"roadstead pin {image} {reference}: exit code {code}"

    def deliver(self, message: str) -> str:
        """Commit and push all of the work tree, and have Flux look at once. Returns the commit once Flux has it."""
        commit = self.origin.commit(message)
        self.flux.reconcile(NAMESPACE, commit, "GitRepository")
        until(lambda: self._artifact().endswith(f":{commit}"), 30, f"Flux has commit {message!r}")
        for name in self.flux.kustomizations():
            self.flux.reconcile(name, commit)
        return commit

    def _artifact(self) -> str:
        body = self.client.get(SOURCE, "GitRepository", NAMESPACE, NAMESPACE) or {}
        return str(body.get("status", {}).get("artifact", {}).get("revision", ""))

    def ready(self, commit: str) -> dict[str, bool]:
        """Which Flux Kustomizations have applied this commit and found all of it well."""
        return {name: is_ready_at(body, commit) for name, body in self.flux.kustomizations().items()}

    def wait_until_ready(self, commit: str, seconds: float = 120) -> None:
        """Until all are. Raises with what each that is not says of itself."""
        try:
            until(lambda: all(self.ready(commit).values()), seconds, f"all are Ready at {commit[:12]}", pause=0.3)
        except AssertionError as error:
            said = {
                name: (condition(body) or {}).get("message", "-") for name, body in self.flux.kustomizations().items()
            }
            late = [f"{name}: {said[name]}" for name, done in self.ready(commit).items() if not done]
            raise AssertionError("\n".join([str(error), *late])) from None

    @contextmanager
    def put_back(self) -> Iterator[None]:
        """Whatever is committed until the end of `with`: the work tree as it was is delivered then, and Ready again."""
        before = self.origin.head()
        try:
            yield
        finally:
            self.origin.restore(before)
            self.wait_until_ready(self.deliver("as it was"), 180)

    def until_part_is_ready(self, part: str, commit: str, seconds: float = 90) -> None:
        """Until the Flux Kustomization of one part has applied this commit and found all of it well."""
        name = self.flux_name(part)

        def look() -> bool:
            body = self.flux.kustomizations().get(name)
            return body is not None and is_ready_at(body, commit)

        until(look, seconds, f"{name} is Ready at {commit[:12]}")

    def image(self, component: str) -> str:
        """The tag of the first container's image, as the Deployment in the cluster says it."""
        image: str = self.deployment(component)["spec"]["template"]["spec"]["containers"][0]["image"]
        return image.rpartition(":")[2]

    def pods(self, component: str) -> list[Body]:
        """The pods of a component that are not being deleted."""
        found = self.client.list("v1", "Pod", self.namespace, f"app.kubernetes.io/name={component}")
        return [pod for pod in found if "deletionTimestamp" not in pod["metadata"]]

    def replicas(self, component: str) -> int:
        body = self.client.get("apps/v1", "Deployment", self.namespace, component) or {}
        return int(body.get("spec", {}).get("replicas", 0))

    def deployment(self, component: str) -> Body:
        body = self.client.get("apps/v1", "Deployment", self.namespace, component)
        assert body is not None, f"no Deployment {component}"
        return body


@contextmanager
def lab(folder: Path, repository: Path, environment: str, say: Say) -> Iterator[Lab]:
    """Bring up `environment` of the repository as it lies in its work tree, until the end of `with`.

    Raises UserError if the environment is not there, the tree is not what sync writes, or a program does not start.
    """
    tools = build_all(say)
    platform = read_repository(repository).platform
    found = next((each for each in platform.environments if each.name == environment), None)
    if found is None:
        there = ", ".join(each.name for each in platform.environments)
        raise UserError(f"ENVIRONMENT={environment}: platform.yaml has {there}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with ExitStack() as until_end:
        plane = until_end.enter_context(control_plane(folder, tools))
        for body in nodes(found):
            plane.client.create(body)
        plane.definitions("definitions", "*postgresql*", "*gateway*")
        metrics = until_end.enter_context(metrics_server(plane))
        metrics.at_rest.update((each.component, each.target) for each in all_scaled(platform, found))
        controllers = until_end.enter_context(flux(plane))
        played = until_end.enter_context(operators_played(plane.client))
        origin = Origin(folder)
        copy_work_tree(repository, origin.clone())
        url = f"{until_end.enter_context(git_server(folder / 'served'))}/{origin.name}.git"
        bootstrap.write(origin.work, environment, url, "main")
        origin.commit("the repository as it is")
        bootstrap.apply(plane.client, environment, url, "main")
        yield Lab(platform, found, plane, controllers, metrics, origin, played)


def nodes(environment: Environment) -> Iterator[Body]:
    """Nodes as platform.yaml says: its GPUs on nodes of four with the taint, and room for everything else."""
    for index in range(_PLAIN_NODES):
        yield node(f"cpu-{index}", "32", "128Gi")
    gpus = environment.gpus.value if environment.gpus is not None else 0
    for index in range(-(-gpus // _GPUS_A_NODE)):
        yield node(f"gpu-{index}", "64", "256Gi", gpus=min(_GPUS_A_NODE, gpus - index * _GPUS_A_NODE))


def copy_work_tree(repository: Path, target: Path) -> None:
    """What Git would commit of a work tree, uncommitted changes included; of a folder without Git, all files."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=repository, capture_output=True, check=False)
    if done.returncode:
        shutil.copytree(repository, target, dirs_exist_ok=True, symlinks=True)
        return
    for name in map(os.fsdecode, filter(None, done.stdout.split(b"\0"))):
        source = repository / name
        if source.is_file() and not name.startswith("tests/"):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name, follow_symlinks=False)
