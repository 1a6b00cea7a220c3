"""How the shipped weights were learnt: stages, each from the running average of the one before."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """Some epochs of a schedule. The rates fall in a line to the end of all `total` epochs, of which it may see a part only."""

    first: int
    last: int
    total: int
    swap_share: float
    names_weight: float

    def __str__(self):
        return f"{self.first}-{self.last}/{self.total}:{self.swap_share:g}:{self.names_weight:g}"


def stage(text):
    """Reads a stage as it is typed and written: `7-8/10:0.4:1` is epochs 7 and 8 of ten, names swapped in four of ten sentences
    that have any, and weight 1 for names."""
    try:
        epochs, swap_share, names_weight = text.split(":")
        seen, total = epochs.split("/")
        first, last = seen.split("-")
        found = Stage(int(first), int(last), int(total), float(swap_share), float(names_weight))
    except ValueError as error:
        raise ValueError(f"`{text}` is no stage: they are written FIRST-LAST/TOTAL:SWAPS:NAMES") from error
    if not 1 <= found.first <= found.last <= found.total:
        raise ValueError(f"`{text}`: epochs count from 1 to the total")
    return found


SHIPPED = (Stage(1, 6, 9, 0.0, 1.0), Stage(7, 8, 10, 0.4, 1.0), Stage(9, 12, 12, 0.5, 1.5))
