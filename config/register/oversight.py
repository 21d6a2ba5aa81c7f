"""The columns of oversight."""

from config.register.table import Table, operational

OVERSIGHT = {
    "oversight.AccessSnapshot": Table(
        "Who of the staff could see a partner's cases one night, and who gained that.",
        operational(
            "id",
            "partner",
            "taken_on",
            "taken_at",
            by_role="ids of staff",
            by_exception="codes of cases, ids of staff and kinds of exception",
            gained_by_role="the same",
            gained_by_exception="the same",
        ),
    ),
}
