"""The policies that come with the program: Hangzhou's, and the example of a district."""

from importlib.resources import files

_DATA = files("fleet.policy") / "data"


def references() -> list[str]:
    """What there is: `cn-zj-hangzhou@2021-11-01`, in order."""
    return sorted(
        f"{folder.name}@{file.name.removesuffix('.yaml')}"
        for folder in _DATA.iterdir()
        for file in folder.iterdir()
    )


def text(reference: str) -> str:
    """The file of one of them.

    Raises:
        LookupError: If it is none of them.
    """
    if reference not in references():
        raise LookupError(f"{reference} does not come with the program: {', '.join(references())}")
    name, version = reference.split("@")
    return (_DATA / name / f"{version}.yaml").read_text("utf-8")
