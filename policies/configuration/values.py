"""What `policies.yaml` says, as frozen values: which rules run where, with which parameters, and what is waived."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from policies.finding import Location
from policies.rule import Profile, Rule, Severity

NEWEST_COMMON_KUBERNETES = "1.35"
"""The version judged by where `policies.yaml` names none."""


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """What is said of one rule: only what is written; None is "not said"."""

    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    severity: Severity | None = None
    enabled: bool | None = None

    def over(self, other: "RuleSettings") -> "RuleSettings":
        """These settings with those of `other` where these say nothing."""
        return RuleSettings(
            {**other.parameters, **self.parameters},
            other.severity if self.severity is None else self.severity,
            other.enabled if self.enabled is None else self.enabled,
        )


@dataclass(frozen=True, slots=True)
class EnvironmentSettings:
    """What differs in one environment. `paths` are glob patterns; empty means the path segment equal to the name."""

    name: str
    paths: tuple[str, ...] = ()
    rules: Mapping[str, RuleSettings] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    kubernetes: str | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A written permission to break one rule in one place. `expires` is the last day it holds, in UTC.

    `environments` empty means all; `field` is a JSON pointer and covers what lies below it. A waiver that lacks its
    reason, owner or expiry waives nothing, and is a finding. `file` is the path of the file that it is for:
    then it covers findings on that file, the kind is "File" and the name is the path.
    """

    rule: str
    kind: str
    namespace: str | None
    name: str
    location: Location
    reason: str = ""
    owner: str = ""
    expires: date | None = None
    container: str | None = None
    field: str | None = None
    environments: tuple[str, ...] = ()
    file: str | None = None

    @property
    def object(self) -> str:
        """The object as it was written: "Kind/name" or "Kind/namespace/name"."""
        return "/".join(part for part in (self.kind, self.namespace, self.name) if part)


@dataclass(frozen=True, slots=True)
class Chosen:
    """How one rule runs in one environment: every parameter has a value, a list is a tuple."""

    rule: Rule
    parameters: Mapping[str, Any]
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class Configuration:
    """All that is configured. `file` is the policies.yaml it was read from, None where there is none.

    `baseline` is the file with the findings that do not count, its path relative to the root.
    `only` restricts the run to these rules and switches them on. `overrides` come from the command line and win over
    everything in the file, in every environment.
    """

    profile: Profile = Profile.ESSENTIAL
    kubernetes: str | None = None
    rules: Mapping[str, RuleSettings] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    environments: tuple[EnvironmentSettings, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    file: str | None = None
    baseline: str | None = None
    only: tuple[str, ...] | None = None
    overrides: Mapping[str, RuleSettings] = field(default_factory=dict)

    def environment(self, name: str | None) -> EnvironmentSettings:
        """What is said of this environment; empty settings for one that the file does not name."""
        for environment in self.environments:
            if environment.name == name:
                return environment
        return EnvironmentSettings(name or "")

    def facts_of(self, environment: str | None) -> Mapping[str, Any]:
        return {**self.facts, **self.environment(environment).facts}

    def kubernetes_of(self, environment: str | None) -> str:
        """The version judged by: what is said, or the newest common one."""
        return self.said_kubernetes(environment) or NEWEST_COMMON_KUBERNETES

    def said_kubernetes(self, environment: str | None) -> str | None:
        """The version that the file names for this environment, or for all; None where it names none."""
        return self.environment(environment).kubernetes or self.kubernetes

    def chosen(self, rule: Rule, environment: str | None) -> Chosen | None:
        """How this rule runs in this environment, None if it does not.

        A rule runs if the profile holds it or if it is mentioned, unless it is disabled: a rule without a profile is
        switched on by naming it. What an environment says wins over what is said for all, key by key.
        """
        said: RuleSettings | None = None
        for settings in (
            self.rules.get(rule.id),
            self.environment(environment).rules.get(rule.id),
            self.overrides.get(rule.id),
        ):
            if settings is not None:
                said = settings if said is None else settings.over(said)
        if self.only is not None:
            runs = rule.id in self.only
        else:
            in_profile = rule.profile is not None and self.profile.includes(rule.profile)
            runs = (said is not None or in_profile) and (said is None or said.enabled is not False)
        if not runs:
            return None
        said = said or RuleSettings()
        return Chosen(rule, {**rule.defaults, **said.parameters}, said.severity)

    def with_profile(self, profile: Profile) -> "Configuration":
        return replace(self, profile=profile)
