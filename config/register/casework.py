"""The columns of casework."""

from config.register.table import Table, coded, operational, sealed

ROW_OF_A_CASE = operational("id", "partner", "case", "created_at", "created_by")

CASEWORK = {
    "casework.Survivor": Table(
        "Who a survivor is, as one partner knows her.",
        {
            **sealed(
                "given_names_sealed",
                "first_surname_sealed",
                "second_surname_sealed",
                "chosen_name_sealed",
                "identity_document_sealed",
                "birth_date_sealed",
                "age_sealed",
                "zone_sealed",
                "profile_sealed",
            ),
            **coded(
                municipality="reports count by it; the zone inside it is sealed",
                sex="reports count by it",
                age_band="reports count by it; birth date and age are sealed",
                needs_interpreter="whoever plans a session must see it at once",
                age_known_on="an age ages from this day on; says nothing without the sealed age",
                restricted_at="the look for duplicates leaves her out",
            ),
            **operational("id", "partner", "created_at", "version"),
        },
    ),
    "casework.Listing": Table(
        "What lists, searches and the look for duplicates need of a survivor.",
        {
            **sealed("masked_name_sealed", "search_value_sealed"),
            **coded(
                card_digest="keyed and cut to eight bits: many people share each value",
                phone_digest="keyed and cut to eight bits: many people share each value",
            ),
            **operational("id", "partner", "survivor"),
        },
    ),
    "casework.Dependant": Table(
        "A person in a survivor's care.",
        {
            **sealed("name_sealed", "age_sealed"),
            **coded(
                relation="decides which office protects this person; a code of our lists",
                lives_with_her="shelters are asked for by it",
            ),
            **operational("id", "partner", "survivor"),
        },
    ),
    "casework.Case": Table(
        "A survivor's case inside one partner.",
        {
            **sealed("opening_notes_sealed"),
            **coded(
                opened_at="lists and reports go by it",
                closed_at="lists and reports go by it",
                stage="lists are filtered by it",
                risk_level="lists are filtered and Hoy is ordered by it",
                municipality="reports count by it",
                entry_channel="reports count by it; a code of our lists",
                wants_legal_action="the legal advisor's list is filtered by it; a code",
                next_due_on="lists are ordered by it",
                last_contact_on="lists are ordered by it",
                restricted_at="every list leaves out what is restricted to others",
            ),
            **operational(
                "id",
                "partner",
                "survivor",
                "responsible",
                "is_quick",
                "version",
                code="random; addresses and letters call the case by it",
                sections_to_complete="names of the form's sections, not what stands in them",
            ),
        },
    ),
    "casework.CaseException": Table(
        "One person's way to one case beyond her role, with its reason and its end.",
        {
            **sealed("reason_sealed", "review_sealed"),
            **coded(
                compartments="codes of parts of a case; the door and the page tell them",
                purpose="what a share is for, as a code",
                consent="what it rests on ends it",
            ),
            **ROW_OF_A_CASE,
            **operational(
                "kind",
                "right",
                "person",
                "holder_partner",
                "starts_at",
                "ends_at",
                "ended_at",
                "ended_by",
                "ended_why",
                "reviewed_at",
                "reviewed_by",
                "was_justified",
                code="random; addresses call it so",
            ),
        },
    ),
    "casework.HandOver": Table(
        "A proposal that somebody else answer for a case.",
        {
            **sealed("reason_sealed"),
            **ROW_OF_A_CASE,
            **operational("to", "answered_at", "answer", code="random; addresses call it so"),
        },
    ),
    "casework.CaseUserObjectPermission": Table(
        "Guardian's row of an exception: a right of one person on one case.",
        operational("id", "permission", "user", "content_object"),
    ),
    "casework.CaseMember": Table(
        "Who of the staff supports a case.",
        operational("id", "partner", "case", "user", "since", "until"),
    ),
    "casework.Consent": Table(
        "Her yes or no to one purpose.",
        {
            **sealed("witness_sealed", "notes_sealed"),
            **coded(
                purpose="each deed asks whether a live consent covers it",
                is_granted="the same",
                fact_categories="the same; codes of kinds of facts, not the facts",
                manner="auditors count by it",
                language="auditors count by it; a code of our lists",
                given_on="decides whether it is live",
                ends_on="decides whether it is live",
                withdrawn_at="decides whether it is live",
            ),
            **ROW_OF_A_CASE,
        },
    ),
    "casework.SafeContact": Table(
        "How she may be reached without danger.",
        {
            **sealed(
                "phone_sealed",
                "hours_sealed",
                "what_to_say_sealed",
                "who_may_answer_sealed",
                "code_word_sealed",
                "other_way_sealed",
            ),
            **coded(
                whose_phone="lights the warning without opening the number",
                is_phone_allowed="the same",
                is_message_allowed="the same",
                is_voicemail_allowed="the same",
                is_visit_allowed="the same",
                she_will_contact_us="stops every reminder; asked by a background task",
                confirmed_on="asked for again after 30 days, by a list",
                erased_on="the page says that it was erased, and when",
            ),
            **ROW_OF_A_CASE,
            **operational("confirmed_by", "version"),
        },
    ),
    "casework.Incident": Table(
        "One incident.",
        {
            **sealed(
                "happened_approximately_sealed",
                "place_detail_sealed",
                "narrative_sealed",
                "details_sealed",
            ),
            **coded(
                happened_on="terms of law run from it",
                place_kind="reports count by it; a code of our lists",
                municipality="reports count by it",
                violence_types="reports count by it; codes of Ley 348",
                gbv_type="reports count by it; a code of GBVIMS",
                reported_to="reports count by it; codes of our lists",
                narrative_erased_on="the page says that it was erased, and when",
            ),
            **ROW_OF_A_CASE,
            **operational("version"),
        },
    ),
    "casework.AllegedPerpetrator": Table(
        "Somebody alleged to have done it.",
        {
            **sealed("name_sealed", "details_sealed"),
            **coded(relationship="decides whether Ley 348 applies; reports count by it; a code"),
            **ROW_OF_A_CASE,
            **operational("incident"),
        },
    ),
    "casework.RiskAssessment": Table(
        "One judgement of the danger she is in.",
        {
            **sealed("reason_sealed", "her_own_perception_sealed"),
            **coded(
                level="lists are ordered by it",
                assessed_on="asked for again when it grows old, by a list",
            ),
            **ROW_OF_A_CASE,
        },
    ),
    "casework.Need": Table(
        "Something she needs now.",
        {
            **coded(kind="reports count by it", met_on="open needs are listed by it"),
            **ROW_OF_A_CASE,
        },
    ),
    "casework.SupportSession": Table(
        "One session of support.",
        {
            **sealed("note_sealed"),
            **coded(
                kind="decides who may read the note; reports count by it",
                mode="reports count by it",
                attendance="reports count by it",
                held_on="the timeline goes by it",
                minutes="reports add it up",
                note_erased_on="the page says that it was erased, and when",
            ),
            **ROW_OF_A_CASE,
            **operational("held_by", code="random; addresses call the session by it"),
        },
    ),
    "casework.Attachment": Table(
        "A file of a case; what is in it lies in the store, sealed with the key of this row.",
        {
            **sealed(
                "title_sealed",
                "original_name_sealed",
                "pages_sealed",
                "size_sealed",
                "sha256_sealed",
                "content_key_sealed",
                "brought_by_name_sealed",
                "removal_note_sealed",
            ),
            **coded(
                wall="decides who may open it",
                kind="lists show it; says what program opens it, not what it tells",
                size_class="lists show it; three classes, the size itself is sealed",
                brought_by="custody is asked for by it; who exactly is sealed",
                brought_on="lists go by it",
                brought_how="custody is asked for by it",
                removed_at="a destroyed file stays in the list, without its content",
                removal_reason="supervisors look through destroyed files by it",
            ),
            **ROW_OF_A_CASE,
            **operational(
                "session",
                "removed_by",
                code="random; addresses call the file by it",
                storage_name="random; the store calls the original by it",
                copy_name="random; the store calls the copy without metadata by it",
            ),
        },
    ),
    "casework.SessionAddendum": Table(
        "Something added to a session's note.",
        {**sealed("note_sealed"), **ROW_OF_A_CASE, **operational("session")},
    ),
    "casework.FollowUp": Table(
        "The next contact or errand, with a date.",
        {
            **sealed("what_sealed", "outcome_sealed"),
            **coded(
                kind="Hoy tells them apart by it; a code of our lists",
                due_on="the table is the schedule: a background task looks for due rows",
                due_at_time="the same",
                state="the same",
                ended_at="the same",
            ),
            **ROW_OF_A_CASE,
            **operational(
                "assigned_to", "moved_to", code="random; addresses call the follow-up by it"
            ),
        },
    ),
    "casework.CaseDraft": Table(
        "A form of a case as its author left it: hers alone, gone when saved or after a week.",
        {
            **sealed("typed_sealed"),
            **coded(wall="says whose key seals it; a code"),
            **ROW_OF_A_CASE,
            **operational(
                "touched_at",
                paper="which form it is, not what stands in it",
                about="the random code of the session it adds to",
            ),
        },
    ),
    "casework.Notice": Table(
        "One neutral notice to one person of the staff.",
        {
            **coded(due_on="a notice goes once per person, thing and day"),
            **operational(
                "id",
                "partner",
                "follow_up",
                "recipient",
                "channel",
                "created_at",
                "lease",
                "leased_until",
                "tries",
                "sent_at",
                "stopped_at",
            ),
        },
    ),
    "casework.Closure": Table(
        "One closing of a case, and its reopening.",
        {
            **sealed("note_sealed", "reopening_reason_sealed"),
            **coded(
                reason="reports count by it; a code of our lists",
                checklist="shows that the closure was prepared; codes of the points checked",
                reopened_at="reports count by it",
            ),
            **ROW_OF_A_CASE,
        },
    ),
    "casework.Intake": Table(
        "A first conversation that may become a case.",
        operational(
            "id",
            "partner",
            "opened_by",
            "created_at",
            "touched_at",
            "finished_at",
            "duplicates_seen_at",
            "survivor",
            "case",
            code="random; addresses call the intake by it",
        ),
    ),
    "casework.IntakeSection": Table(
        "One section of an intake: what was saved, and what is being typed.",
        {
            **sealed("answers_sealed", "draft_sealed"),
            **operational("id", "partner", "intake", "name", "saved_at", "drafted_at", "version"),
        },
    ),
}
