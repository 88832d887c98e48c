"""The conditions that counted requests decide: no data, stale data and doubt do not hold."""

from dataclasses import dataclass

from proxy.core.intervals import difference
from proxy.core.latency import BUCKETS, Latency
from proxy.core.stages import Stage, StageName
from proxy.core.table import Lot
from proxy.flips.evidence import Evidence

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a condition holds, and why; `gate` is the word of its GateName."""

    gate: str
    holds: bool
    reason: str
    french: str
    is_configured: bool = True


def evidence_findings(lot: Lot, after: Stage, evidence: Evidence | None) -> tuple[Finding, ...]:
    """What the evidence says of a forward move of this lot."""
    if evidence is None:
        evidence = Evidence(0.0, fault="nobody asked what is known of this lot")
    known = _known(evidence)
    if evidence.fault:
        return (known,)
    # What is measured on too little or too old says nothing: one reason is enough.
    measured = _measured(lot, after, evidence) if known.holds else []
    return (known, *measured, _parity(evidence), _incidents(evidence))


def is_proven_on_python(before: Stage, after: Stage) -> bool:
    """Whether such a move rests on what Python has answered already.

    Only the first canary does not: there is no Python answer of the lot before it.
    """
    has_python = before.name in {StageName.CANARY, StageName.PYTHON}
    return has_python or after.name is not StageName.CANARY


def _measured(lot: Lot, after: Stage, evidence: Evidence) -> list[Finding]:
    found = [_traffic(lot.stage, after, evidence)]
    if is_proven_on_python(lot.stage, after):
        found += [_routes_tried(evidence), _errors(evidence), _latency(evidence)]
    else:
        found.append(_routes_asked(evidence))
    if after.name is StageName.RETIRED:
        found.append(_legacy_is_silent(evidence))
    return found


def _known(evidence: Evidence) -> Finding:
    gate = "evidence"
    if evidence.fault:
        french = f"rien n'est connu : {evidence.fault}"
        return _closed(gate, f"nothing is known: {evidence.fault}", french)
    if evidence.as_of is None:
        reason = "nothing is known: the requests of this site were never counted"
        french = "rien n'est connu : les requêtes de ce site n'ont jamais été comptées"
        return _closed(gate, reason, french)
    age = evidence.now - evidence.as_of
    if age > evidence.thresholds.max_age_s:
        minutes = int(age // 60)
        reason = f"stale: requests were last counted {minutes} minutes ago"
        french = (
            f"périmé : les requêtes ont été comptées pour la dernière fois il y a {minutes} minutes"
        )
        return _closed(gate, reason, french)
    seconds = max(0, int(age))
    return _open(
        gate,
        f"requests are counted up to {seconds} s ago",
        f"les requêtes sont comptées, à {seconds} s près",
    )


def _traffic(before: Stage, after: Stage, evidence: Evidence) -> Finding:
    wanted = evidence.thresholds
    on_python = is_proven_on_python(before, after)
    requests = evidence.python.requests if on_python else evidence.requests
    whose, de_qui = (" answered by Python", " servies par Python") if on_python else ("", "")
    facts = f"{requests} requests{whose} on {evidence.days} days at {before}"
    faits = f"{requests} requêtes{de_qui} en {evidence.days} jours à l'étape {before}"
    holds = requests >= wanted.requests and evidence.days >= wanted.days
    if holds:
        return _open("traffic", facts, french=faits)
    return _closed(
        "traffic",
        f"{facts}; at least {wanted.requests} on {wanted.days} days",
        f"{faits} ; il en faut {wanted.requests} en {wanted.days} jours",
    )


def _routes_asked(evidence: Evidence) -> Finding:
    if evidence.unasked or not evidence.routes:
        names = _few(evidence.unasked) or "there is no route"
        reason = f"never asked by anybody since counting began: {names}"
        french = f"jamais demandées depuis le début du comptage : {names}"
        return _closed("routes", reason, french)
    reason = f"all {evidence.routes} routes were asked"
    return _open("routes", reason, f"les {evidence.routes} routes ont été demandées")


def _routes_tried(evidence: Evidence) -> Finding:
    if evidence.untried or not evidence.routes:
        names = _few(evidence.untried) or "there is no route"
        reason = f"not answered by Python at this stage: {names}"
        french = f"pas encore servies par Python à cette étape : {names}"
        return _closed("routes", reason, french)
    reason = f"Python has answered all {evidence.routes} routes"
    return _open("routes", reason, f"Python a servi les {evidence.routes} routes")


def _errors(evidence: Evidence) -> Finding:
    python, legacy = evidence.python, evidence.legacy
    hits = (python.errors, python.requests), (legacy.errors, legacy.requests)
    facts = f"Python {_share(*hits[0])}, legacy {_share(*hits[1])} answered by an error (5xx)"
    faits = f"erreurs (5xx) : Python {_part(*hits[0])}, PHP {_part(*hits[1])}"
    return _compared("errors", hits, evidence.thresholds.error_margin, (facts, faits))


def _latency(evidence: Evidence) -> Finding:
    bound = _usual_bound(evidence.legacy.latency)
    python, legacy = evidence.python.latency, evidence.legacy.latency
    hits = (
        (python.slower_than(bound), python.requests),
        (legacy.slower_than(bound), legacy.requests),
    )
    facts = f"slower than {bound:g} s: Python {_share(*hits[0])}, legacy {_share(*hits[1])}"
    faits = f"plus lentes que {bound:g} s : Python {_part(*hits[0])}, PHP {_part(*hits[1])}"
    return _compared("latency", hits, evidence.thresholds.slow_margin, (facts, faits))


def _usual_bound(latency: Latency) -> float:
    """The first bound that 19 of 20 answers of legacy stay below."""
    usual = latency.quantile(0.95)
    return next((bound for bound in BUCKETS if usual is not None and bound >= usual), BUCKETS[-1])


def _compared(
    gate: str,
    hits: tuple[tuple[int, int], tuple[int, int]],
    margin: float,
    facts: tuple[str, str],
) -> Finding:
    """Whether Python is surely no worse than legacy by more than the margin."""
    low, high = difference(*hits)
    span = f"{_points(low)} to {_points(high)} points"
    ecart = f"{_points(low)} à {_points(high)} points"
    allowed = f"{margin * 100:g}"
    if high <= margin:
        return _open(gate, f"{facts[0]}: {span}", f"{facts[1]} : {ecart}")
    if not hits[0][1] or not hits[1][1]:
        who, qui = ("Python", "Python") if not hits[0][1] else ("legacy", "PHP")
        return _closed(gate, f"no request answered by {who} to compare",
            f"aucune requête servie par {qui} à comparer",
        )  # fmt: skip
    if low > margin:
        return _closed(gate, f"{facts[0]}: worse by {span}, {allowed} is allowed",
            f"{facts[1]} : plus de {ecart}, {allowed} est admis",
        )  # fmt: skip
    return _closed(gate, f"{facts[0]}: {span}, too few requests to tell ({allowed} is allowed)",
        f"{facts[1]} : {ecart}, trop peu de requêtes pour conclure ({allowed} est admis)",
    )  # fmt: skip


def _legacy_is_silent(evidence: Evidence) -> Finding:
    count = evidence.legacy_lately
    if count:
        reason = f"legacy still answered {count} requests of this lot lately"
        french = f"PHP a encore servi {count} requêtes de ce lot récemment"
        return _closed("legacy", reason, french)
    reason = "legacy was not asked for this lot"
    return _open("legacy", reason, "PHP n'est plus sollicité pour ce lot")


def _parity(evidence: Evidence) -> Finding:
    if evidence.parity is None:
        reason = "not configured: nothing was compared with legacy"
        french = "non configurée : rien n'a été comparé à PHP"
        return Finding("parity", holds=True, reason=reason, french=french, is_configured=False)
    if evidence.parity:
        reason = "; ".join(evidence.parity)
        return _closed("parity", reason, f"parité non établie : {reason}")
    return _open("parity", "Python answers as legacy", "Python répond comme PHP")


def _incidents(evidence: Evidence) -> Finding:
    if evidence.incidents:
        named = _few(evidence.incidents)
        return _closed("incidents", f"open: {named}", f"ouverts : {named}")
    return _open("incidents", "none is open", "aucun incident ouvert")


def _open(gate: str, reason: str, french: str) -> Finding:
    return Finding(gate, holds=True, reason=reason, french=french)


def _closed(gate: str, reason: str, french: str) -> Finding:
    return Finding(gate, holds=False, reason=reason, french=french)


def _few(names: tuple[str, ...]) -> str:
    more = f" … (+{len(names) - _NAMED})" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _share(hits: int, of: int) -> str:
    return f"{hits} of {of}" if of else "nothing"


def _part(hits: int, of: int) -> str:
    return f"{hits} sur {of}" if of else "rien"


def _points(share: float) -> str:
    return f"{share * 100:+.1f}"
