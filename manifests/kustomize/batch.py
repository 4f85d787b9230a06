"""How folders are divided among kustomize processes. Pure."""

from collections.abc import Collection, Mapping, Sequence

# A process costs about 35 ms to start and builds slow down faster than linearly with their size; between 15 and 50
# folders a process the total is flat, and 25 is in the middle.
BATCH_SIZE = 25
# Below this a second process costs more processor time than it saves wall time.
WORTH_A_SECOND_PROCESS = 6

Keys = Mapping[str, Collection[tuple[str, str | None, str]]]


def plan_batches(
    directories: Sequence[str], *, workers: int = 2, keys: Keys | None = None, size: int = BATCH_SIZE
) -> tuple[tuple[str, ...], ...]:
    """Divide folders into batches of about equal size, each folder in exactly one.

    `keys` gives for a folder the (kind, namespace, name) of its objects, as far as they are known: two folders with
    an equal key never share a batch, because kustomize refuses one identity twice. Folders without keys are
    taken to collide with nothing. Order within a batch is the order given.
    """
    folders = list(dict.fromkeys(directories))
    known = keys or {}
    wanted = _batch_count(len(folders), workers, size)
    batches: list[list[str]] = [[] for _ in range(wanted)]
    taken: list[set[tuple[str, str | None, str]]] = [set() for _ in range(wanted)]
    for folder in folders:
        mine = known.get(folder, ())
        free = [index for index in range(len(batches)) if taken[index].isdisjoint(mine)]
        if free:
            index = min(free, key=lambda candidate: len(batches[candidate]))
        else:
            index = len(batches)
            batches.append([])
            taken.append(set())
        batches[index].append(folder)
        taken[index].update(mine)
    return tuple(tuple(batch) for batch in batches if batch)


def _batch_count(folders: int, workers: int, size: int) -> int:
    if folders < WORTH_A_SECOND_PROCESS or workers == 1:
        return -(-folders // size)
    whole_rounds = -(-folders // (size * workers))
    return whole_rounds * workers
