"""The columns of referrals and of the directory."""

from config.register.casework import ROW_OF_A_CASE
from config.register.table import Table, coded, operational, sealed

REFERRALS = {
    "referrals.Institution": Table(
        "A kind of public institution: public knowledge.",
        operational(
            "id",
            "consent_purpose",
            "parent",
            "valid_from",
            "valid_to",
            "is_verified",
            "version",
            code="public: the catalogue's own name for it",
            name_es="public",
            name_en="public",
            sector="public; a code of our lists",
            source="public: where the catalogue has it from",
        ),
    ),
    "referrals.Office": Table(
        "One office of an institution: public knowledge.",
        operational(
            "id",
            "partner",
            "institution",
            "verified_on",
            "verified_by",
            "is_active",
            "version",
            code="random; addresses call the office by it",
            name="public",
            municipality="public; a code",
            address="public",
            telephone="public",
            email="public: the office's, not a person's",
            hours="public",
            services="public",
        ),
    ),
    "referrals.Referral": Table(
        "A survivor handed on to one office: what was disclosed, and what became of it.",
        {
            **sealed("purpose_sealed", "packet_sealed"),
            **coded(
                office="silence is counted by it; an office, not what it was told",
                medium="reports count by it; a code of our lists",
                state="lists are filtered by it",
                facts="consent is checked against it; codes of kinds of facts, not the facts",
                sent_on="days of silence run from it",
                answered_on="days of silence run to it",
                state_changed_at="lists are ordered by it",
            ),
            **ROW_OF_A_CASE,
            **operational("consent", "version", code="random; addresses call the referral by it"),
        },
    ),
    "referrals.ReferralStep": Table(
        "One step of a referral.",
        {
            **sealed("note_sealed"),
            **coded(state="the timeline goes by it", happened_on="the timeline goes by it"),
            **ROW_OF_A_CASE,
            **operational("referral"),
        },
    ),
}
