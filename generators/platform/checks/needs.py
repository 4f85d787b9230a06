"""`needs` names components that are there, and never leads back to where it began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generators.platform.draft import Draft
from generators.platform.fault import Fault
from manifests.nearest import way_out


def unknown(draft: Draft) -> Iterator[Fault]:
    renamed = {each.was.value: each.name for each in draft.components if each.was is not None}
    for component in draft.components:
        for need in component.needs:
            if need.value == component.name:
                yield Fault(need.source, "a component cannot need itself", "leave it out")
            elif need.value in renamed and need.value not in draft.declared:
                new = renamed[need.value]
                yield Fault(need.source, f"`{need.value}` is named `{new}` now", f"write `{new}`")
            elif need.value not in draft.declared:
                others = draft.declared.keys() - {component.name}
                yield Fault(need.source, f"no component is named `{need.value}`", way_out(need.value, others))


def needable(draft: Draft) -> Iterator[Fault]:
    """A worker or a cron has no address: nothing can be said to who needs it."""
    types = {each.name: each.type for each in draft.components}
    for component in draft.components:
        for need in component.needs:
            kind = types.get(need.value)
            if kind is not None and need.value != component.name and not draft.types[kind].needable:
                problem = f"{need.value} is a {kind}, which nobody can call"
                yield Fault(need.source, problem, "leave it out, or make it a service with a port")


def disabled(draft: Draft) -> Iterator[Fault]:
    if draft.environment is None:
        return
    for name, source in sorted(draft.environment.disabled.items()):
        users = [each.name for each in draft.components if any(need.value == name for need in each.needs)]
        if users:
            yield Fault(
                source,
                f"{' and '.join(users)} need it, found false"
                if len(users) > 1
                else f"{users[0]} needs it, found false",
                "write `enabled: true`, or disable that too",
            )


def cycle(draft: Draft) -> Iterator[Fault]:
    """One fault for each cycle, at the need that closes it. The walk keeps its own stack: chains may be long."""
    needs: Mapping[str, tuple[tuple[str, str], ...]] = {
        each.name: tuple((need.value, need.source) for need in each.needs if need.value != each.name)
        for each in draft.components
    }
    finished: set[str] = set()
    for start in sorted(needs):
        path: list[str] = []
        stack: list[tuple[str, Iterator[tuple[str, str]]]] = []
        if start not in finished:
            path.append(start)
            stack.append((start, iter(needs[start])))
        while stack:
            name, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                stack.pop()
                path.pop()
                finished.add(name)
                continue
            target, source = step
            if target in path:
                loop = " -> ".join([*path[path.index(target) :], target])
                yield Fault(source, f"a cycle, found {loop}", "leave one of these needs out")
            elif target in needs and target not in finished:
                path.append(target)
                stack.append((target, iter(needs[target])))
