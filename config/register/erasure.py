"""The columns of erasure."""

from config.register.casework import ROW_OF_A_CASE
from config.register.table import Table, coded, operational, sealed

ERASURE = {
    "erasure.Erasure": Table(
        "An erasure: who asked for it, who decided, and what became of it.",
        {
            **sealed("words_sealed", "decision_sealed"),
            **coded(
                extent="says what goes; a code",
                wish="auditors count by it; a code",
            ),
            **operational(
                "id",
                "partner",
                "case",
                "asked_by",
                "asked_at",
                "rule",
                "due_on",
                "told_at",
                "decided_by",
                "decided_at",
                code="random; addresses call the erasure by it",
                case_code="random; who asks later is told that it was done",
                state="where it stands",
            ),
        },
    ),
    "erasure.LegalHold": Table(
        "Keeps a case from erasure.",
        {
            **sealed("words_sealed"),
            **coded(reason="auditors count by it; a code"),
            **ROW_OF_A_CASE,
            **operational(
                "until_on", "ended_at", "ended_by", code="random; addresses call the hold by it"
            ),
        },
    ),
    "erasure.RetentionRule": Table(
        "How long after closure a partner keeps something.",
        operational(
            "id",
            "partner",
            "months",
            "asked_by",
            "asked_at",
            "decided_by",
            "decided_at",
            extent="which part of a case it is about; a code",
            state="whether it stands",
        ),
    ),
    "erasure.ErasedCase": Table(
        "What can be counted of a case that was erased: no way leads back to it.",
        {
            **coded(
                opened_month="totals count by it; a month, no day",
                closed_month="totals count by it; a month, no day",
                municipality="totals count by it",
                age_band="totals count by it",
                sex="totals count by it",
                violence_types="totals count by it; codes of Ley 348",
                highest_risk="totals count by it",
                sessions="totals add it up; counts by kind",
                referrals="totals add it up; counts by institution and state",
                closing_reason="totals count by it; a code of our lists",
            ),
            **operational("id", "partner", code="random, and nothing else's"),
        },
    ),
}
