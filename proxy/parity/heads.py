"""Status, declared headers, redirects and cookies of two answers compared."""

import re
from collections import Counter
from email.utils import parsedate_to_datetime

from proxy.parity.answers import Answer
from proxy.parity.differences import Change, Difference, Part, difference
from proxy.parity.markup import own_address

#: Fields that a browser, a cache or a search engine acts on. A lot may declare more.
DECLARED = (
    "content-type", "location", "cache-control", "expires", "pragma", "content-disposition",
    "content-language", "refresh", "retry-after", "vary", "www-authenticate", "x-robots-tag",
    "link", "content-security-policy", "x-frame-options", "access-control-allow-origin", "allow",
)  # fmt: skip

_LISTS = frozenset({"cache-control", "vary", "allow"})

#: How far apart two clocks may read what is the same duration.
CLOCK_S = 90


def head_differences(
    control: Answer, candidate: Answer, also: tuple[str, ...] = (), origin: str = ""
) -> list[Difference]:
    """Differences of everything before the body."""
    found: list[Difference] = []
    if control.status != candidate.status:
        found.append(difference(Part.STATUS, "status", str(control.status), str(candidate.status)))
    for name in (*DECLARED, *(each.lower() for each in also)):
        one, other = (_field(answer, name, origin) for answer in (control, candidate))
        if one != other and not (name == "expires" and _same_moment(one, other)):
            change = Change.MISSING if other is None else Change.ADDED if one is None else None
            found.append(difference(Part.HEADER, f"header {name}", one or "", other or "", change))
    return found + _cookies(control, candidate)


def _field(answer: Answer, name: str, origin: str) -> str | None:
    values = answer.values(name)
    if not values:
        return None
    if name in _LISTS:
        words = [word.strip().lower() for value in values for word in value.split(",")]
        return ", ".join(sorted(words))
    text = ", ".join(value.strip() for value in values)
    if name == "location":
        return own_address(text, origin)
    if name == "content-type":
        media, _, rest = text.partition(";")
        parameters = sorted(re.sub(r"\s*=\s*\"?([^\"]*)\"?", r"=\1", p.strip()).lower()
                            for p in rest.split(";") if p.strip())  # fmt: skip
        return "; ".join([media.strip().lower(), *parameters])
    return text


def _same_moment(one: str | None, other: str | None) -> bool:
    try:
        moments = [parsedate_to_datetime(text or "") for text in (one, other)]
    except ValueError:
        return False
    return abs((moments[0] - moments[1]).total_seconds()) <= CLOCK_S


#: A cookie's name → its attributes in lower case; the value only says whether there is one.
_Jar = dict[str, dict[str, str]]


def _cookies(control: Answer, candidate: Answer) -> list[Difference]:
    one, other = _jar(control), _jar(candidate)
    found = []
    for name in sorted({*one, *other}):
        if name not in other or name not in one:
            change = Change.MISSING if name in one else Change.ADDED
            said = "; ".join(f"{k}={v}" for k, v in sorted((one | other)[name].items()))
            values = (said, "") if change is Change.MISSING else ("", said)
            found.append(difference(Part.COOKIE, f"cookie {name}", *values, change))
            continue
        found += [
            difference(
                Part.COOKIE, f"cookie {name} {attribute}",
                one[name].get(attribute, ""), other[name].get(attribute, ""),
                Change.MISSING if attribute not in other[name]
                else Change.ADDED if attribute not in one[name] else None,
            )
            for attribute in sorted({*one[name], *other[name]})
            if not _agree(attribute, one[name].get(attribute), other[name].get(attribute))
        ]  # fmt: skip
    return found


def _agree(attribute: str, one: str | None, other: str | None) -> bool:
    if one is None or other is None or one == other:
        return one == other
    if attribute == "expires":
        return _same_moment(one, other)
    is_age = attribute == "max-age" and one.lstrip("-").isdigit() and other.lstrip("-").isdigit()
    return is_age and abs(int(one) - int(other)) <= CLOCK_S


def _jar(answer: Answer) -> _Jar:
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    for line in answer.values("set-cookie"):
        pair, *rest = line.split(";")
        name, _, value = pair.partition("=")
        said = {"value": "some" if value.strip() not in {"", "deleted", '""'} else "none"}
        for part in rest:
            key, _, text = part.partition("=")
            key, text = key.strip().lower(), text.strip()
            said[key] = text.lower() if key == "samesite" else text.lstrip(".")
        found[name.strip(), said.get("domain", ""), said.get("path", "")] = said
    # A browser keeps cookies of one name apart when they are for different paths.
    names = Counter(name for name, _, _ in found)
    return {
        name if names[name] == 1 else f"{name} of {domain}{path}": said
        for (name, domain, path), said in found.items()
    }
