"""What an erasure does once it is decided: destroys, and writes it down outside the database."""

from casework.models import Case
from erasure.actions.parts import erase_part
from erasure.actions.whole import erase_survivor
from erasure.book import Line, write_down
from erasure.extents import Extent
from erasure.models import Erasure


def carry_out(decided: Erasure, case: Case, cases: list[Case]) -> dict[str, int]:
    """Destroy what the erasure names; what there is to tell of it.

    Inside a deed that holds the survivor's cases. The list outside the database has its line
    before the database commits: if that fails, what was decided is done by the next
    `reapply_erasures`.
    """
    extent, survivor_id = Extent(decided.extent), case.survivor_id
    if extent == Extent.EVERYTHING:
        keys = erase_survivor(case.survivor, cases)
    else:
        keys = erase_part(case, extent)
    write_down(
        Line(
            id=decided.id,
            partner_id=decided.partner_id,
            survivor_id=survivor_id,
            case_id=case.id,
            extent=extent.value,
            key_ids=tuple(keys),
        )
    )
    return {"keys": len(keys)}
