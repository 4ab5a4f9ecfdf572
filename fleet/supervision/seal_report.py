"""What came of a sealed period, in numbers."""

from collections import Counter

from fleet.supervision.seal_stages import Dossier


def counts(dossier: Dossier) -> dict[str, int]:
    """The numbers of the report; what a late exemption allows is no breach any more."""
    begin = dossier.planned.begins_at
    sealed = (it.place for car, it in dossier.places.items() if not dossier.exempt(car, begin))
    places = Counter(sealed)
    breaches = [car for (car, _), at in dossier.breaches.items() if not dossier.exempt(car, at)]
    return {
        "checked": places.total(),
        "inside": places["INSIDE"],
        "outside": places["OUTSIDE"],
        "unknown": places["UNKNOWN"],
        "exemptions": len(dossier.exemptions),
        "exempt": len(dossier.cars),
        "late": sum(each.late for each in dossier.exemptions),
        "breaches": len(breaches),
        "breached": len({*breaches}),
    }
