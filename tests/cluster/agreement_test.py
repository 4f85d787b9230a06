"""The checker against the API server over the same objects: what one refuses, the other refuses, or it is known why."""

from collections import Counter
from pathlib import Path

from tests.cluster.lab import rendered
from tests.cluster.lab.agreement import NAMESPACE, answers, known_differences
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.mutations import mutants
from tests.cluster.lab.offline import Offline
from tests.cluster.lab.record import Record

_EACH, _SEED = 3, 7
"""So many mutants of every kind and sort of mistake; a larger number was run while the rules were written."""
_FILE = Path(__file__).with_name("agreement.yaml")


def test_what_the_api_server_refuses_is_refused_before_the_merge_and_every_difference_is_explained(
    lab: Lab, record: Record
) -> None:
    objects = rendered.objects_of(lab.origin.work, lab.environment.name)
    offline = Offline(objects, str(lab.platform.kubernetes))
    known = known_differences(_FILE)
    unexplained, counts = [], Counter[tuple[str, str]]()
    reasons = Counter[tuple[str, str]]()
    lab.client.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}, "proof")
    try:
        for mutant in mutants(objects, _EACH, _SEED):
            found = answers(lab.client, offline, objects, mutant)
            counts[mutant.kind, _verdict(bool(found.server), bool(found.rules))] += 1
            if not found.differ:
                continue
            line = next((each for each in known if each.fits(found)), None)
            if line is None:
                unexplained.append(str(found))
            else:
                who = "the API server alone" if found.server else f"{found.rules[0]} alone"
                reasons[who, line.reason] += 1
    finally:
        lab.client.delete("v1", "Namespace", None, NAMESPACE)
    _write(record, counts, reasons)
    assert not unexplained, "\n".join(unexplained)
    assert counts.total() > 500


_VERDICTS = ("both refuse", "both take", "the API server alone refuses", "the checker alone refuses")


def _verdict(server: bool, checker: bool) -> str:
    return _VERDICTS[0 if server and checker else 2 if server else 3 if checker else 1]


def _write(record: Record, counts: Counter[tuple[str, str]], reasons: Counter[tuple[str, str]]) -> None:
    for kind in sorted({kind for kind, _ in counts}):
        numbers = [counts[kind, verdict] for verdict in _VERDICTS]
        record.row("Agreement over mutated objects", ("kind", *_VERDICTS), kind, *numbers)
    columns = ("refused by", "mutants", "why the other takes it")
    for (who, reason), number in sorted(reasons.items()):
        record.row("Where the checker and the API server differ", columns, who, number, reason)
