"""Files that platform.yaml includes are inputs of the commit; the same folder of another kind is not."""

from __future__ import annotations

from .conftest import Clone

PAY = """\
components:
  pay:
    type: web
    resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
    scale: {by: cpu, target: 60%, between: [2, 6]}
"""
PIN = """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
images:
  - name: pay
    newTag: 1.0.0
"""


def including(clone: Clone) -> str:
    return (clone.root / "platform.yaml").read_text(encoding="utf-8") + "include: [components/*.yaml]\n"


def begin(clone: Clone) -> None:
    clone.write("platform.yaml", including(clone))
    clone.write("components/pay.yaml", PAY)
    for environment in ("dev", "staging", "prod"):
        clone.write(f"images/pins/{environment}/pay/kustomization.yaml", PIN)


def inputs(clone: Clone) -> list[str]:
    """The inputs of the last commit, and the schema of included files."""
    paths = [line for line in clone.committed() if line.endswith((".yaml", "components.schema.json"))]
    return [line for line in paths if line.split("\t")[1].startswith(("components", "platform", "policies"))]


def test_a_new_file_is_committed(clone: Clone) -> None:
    begin(clone)
    clone.write("components/pay.yaml~", "an editor's leftover\n")
    code, _, err = clone.sync("--commit")
    assert (code, err) == (0, "")
    assert inputs(clone) == ["A\tcomponents.schema.json", "A\tcomponents/pay.yaml", "M\tplatform.yaml"]
    assert clone.git("status", "--porcelain", "--ignored=no") == "?? components/pay.yaml~\n"


def test_one_that_is_removed_with_its_include_is_committed(clone: Clone) -> None:
    before = (clone.root / "platform.yaml").read_text(encoding="utf-8")
    begin(clone)
    assert clone.sync("--commit")[0] == 0
    clone.write("platform.yaml", before)
    clone.git(
        "rm", "--quiet", "-r", "components", "images/pins/dev/pay", "images/pins/staging/pay", "images/pins/prod/pay"
    )
    clone.git("add", "platform.yaml")
    code, _, err = clone.sync("--commit")
    assert (code, err) == (0, "")
    assert inputs(clone) == ["D\tcomponents.schema.json", "D\tcomponents/pay.yaml", "M\tplatform.yaml"]


def test_a_folder_of_that_name_that_nothing_includes_is_left_alone(clone: Clone) -> None:
    clone.widen()
    clone.write("components/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n")
    code, _, err = clone.sync("--commit")
    assert (code, err) == (0, "")
    assert inputs(clone) == ["M\tplatform.yaml"]
    assert clone.git("status", "--porcelain") == "?? components/\n"
