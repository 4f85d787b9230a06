"""What SOPS encrypted is decrypted by the Flux Kustomization that applies it."""

from collections.abc import Iterator

from policies.per_build import per_build
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed
from policies.sources import FluxBuild
from policies.workload.flux import FluxKustomization
from policies.world import World


def _check(world: World, flux: FluxKustomization, build: FluxBuild) -> Iterator[Verdict]:
    if build.encrypted and not flux.decrypts:
        first, *more = build.encrypted
        shown = f"{first} and {len(more)} more are" if more else f"{first} is"
        yield failed(flux.object, f"{shown} encrypted by SOPS, but spec.decryption is not set", "/spec/decryption")


RULE = Rule(
    id="flux/decryption-set",
    demands="A Flux Kustomization that builds objects encrypted by SOPS sets spec.decryption.",
    why="Without it Flux sends the encrypted object as it is: the API server refuses the field `sops`, or the program "
    "starts with a password that reads ENC[AES256_GCM,...].",
    fix="Write decryption: {provider: sops, secretRef: {name: sops-age}}.",
    bad="""
# file: clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps/prod
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
# file: apps/prod/secret.yaml
apiVersion: v1
kind: Secret
metadata: {name: database, namespace: web}
stringData: {password: "ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]"}
sops: {mac: "ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]", version: 3.9.0}
""",
    good="""
# file: clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps/prod
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  decryption: {provider: sops, secretRef: {name: sops-age}}
# file: apps/prod/secret.yaml
apiVersion: v1
kind: Secret
metadata: {name: database, namespace: web}
stringData: {password: "ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]"}
sops: {mac: "ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]", version: 3.9.0}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=per_build(_check, lambda flux, build: bool(build.encrypted)),
    scope=Scope.FILES,
)
