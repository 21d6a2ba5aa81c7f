"""The columns of the vault, of the trail and of the frame."""

from config.register.table import Table, coded, operational

KEY = "a key under another key: nothing without the root key, which stands elsewhere"

MACHINE = {
    "vault.PartnerKey": Table(
        "A partner's key, under the root key.",
        operational(
            "id",
            "partner_id",
            "purpose",
            "root_key_id",
            "created_at",
            "retired_at",
            wrapped=KEY,
            check_value="tells a wrong key from a damaged value; no part of the key",
        ),
    ),
    "vault.CompartmentKey": Table(
        "The key of one compartment of one owner, under the partner's.",
        operational(
            "id",
            "partner_id",
            "owner_id",
            "compartment",
            "is_restricted",
            "wrapping_key",
            "created_at",
            "retired_at",
            wrapped=KEY,
            check_value="tells a wrong key from a damaged value; no part of the key",
        ),
    ),
    "vault.KeyGrant": Table(
        "A compartment key wrapped once more for one person, until an exception's end.",
        operational(
            "id",
            "key",
            "exception_id",
            "person_id",
            "partner_id",
            "ends_at",
            "is_for_reading",
            "wrapping_key",
            "created_at",
            wrapped=KEY,
            check_value="tells a wrong key from a damaged value; no part of the key",
        ),
    ),
    "vault.KeyRotation": Table(
        "A rotation of keys that has not come to its end. Gone when it has.",
        operational(
            "id",
            "partner_id",
            "retiring_id",
            "becomes_id",
            "is_of_all",
            "started_at",
            keys="a count",
            values="a count",
        ),
    ),
    "audit.TrailEntry": Table(
        "Who did what to which record. Kept for good.",
        {
            **coded(
                changes="old and new values of columns: sealed ones as their ciphertext",
                details="codes and counts",
                columns="names of columns, not what stands in them",
                reason="a code for refusals; staff are told to name nobody in what they write",
            ),
            **operational(
                "id",
                "content_type",
                "action",
                "timestamp",
                "event",
                "outcome",
                "partner_id",
                "subject_id",
                "actor_id",
                object_pk="a key",
                object_repr="a random code or a key: a model never says who",
                cid="random; ties the entries of one request together",
                deed="of the program",
                compartment="of the program",
                actor_name="staff data: her sign-in name, by value: it outlives her account",
                actor_role="staff data",
                address="staff data: where it was done from, as our own proxy saw it",
                device="staff data: a coarse name such as Android · Chrome",
            ),
        },
    ),
    "audit.Submission": Table(
        "A form that was answered, so that sending it twice does it once. Kept for a week.",
        operational("key", "at", location="the path its sender was sent on to: codes only"),
    ),
    "audit.TripwireRow": Table(
        "What the database itself saw being written.",
        operational(
            "id",
            "at",
            "checked_at",
            table_name="of the program",
            row_id="a key",
            other_row_id="a key",
            operation="of the program",
        ),
    ),
    "contenttypes.ContentType": Table(
        "Django's own list of models.",
        operational("id", app_label="of the program", model="of the program"),
    ),
}
