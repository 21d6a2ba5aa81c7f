"""The columns about partners, their staff, their sign-in and their rights."""

from config.register.table import Table, operational

STAFF = "staff data: working data of colleagues"

PEOPLE = {
    "accounts.Partner": Table(
        "An organisation of the network: public knowledge.",
        operational(
            "id",
            "is_active",
            "created_at",
            code="public",
            name="public; stands on letters",
            department="public; a code",
            municipality="public; a code",
            address="public; stands on letters",
            city="public; stands on letters",
            telephone="public: the organisation's",
        ),
    ),
    "accounts.User": Table(
        "Somebody of the staff.",
        operational(
            "id",
            "is_superuser",
            "is_active",
            "created_at",
            "last_login",
            "idle_warned_at",
            "language",
            email=f"{STAFF}; she signs in with it and notices go to it",
            full_name=f"{STAFF}; colleagues and the trail's readers see it",
            password="an Argon2 hash",  # noqa: S106 -- says what stands there
        ),
    ),
    "accounts.User_groups": Table("Whose rights somebody has.", operational("id", "user", "group")),
    "accounts.User_user_permissions": Table(
        "Stays empty: rights come with a role.", operational("id", "user", "permission")
    ),
    "accounts.Membership": Table(
        "What somebody is to one partner.",
        operational(
            "id",
            "user",
            "partner",
            "role",
            "since",
            "suspended_at",
            code="random; addresses call the person by it",
        ),
    ),
    "accounts.PasswordLink": Table(
        "That somebody may choose a password once.",
        operational(
            "id", "user", "made_at", digest="SHA-256 of a random word: no link can be made"
        ),
    ),
    "accounts.ConductAcceptance": Table(
        "Who accepted which version of the code of conduct.",
        operational("id", "user", "accepted_at", version="names a file of the program"),
    ),
    "accounts.PartnerGroupObjectPermission": Table(
        "A right of a role on a partner.",
        operational("id", "permission", "group", "content_object"),
    ),
    "accounts.PartnerUserObjectPermission": Table(
        "Stays empty: rights come with a role.",
        operational("id", "permission", "user", "content_object"),
    ),
    "guardian.GroupObjectPermission": Table(
        "Stays empty: rights stand in the direct tables above.",
        operational("id", "permission", "content_type", "group", object_pk="a key"),
    ),
    "guardian.UserObjectPermission": Table(
        "Stays empty: rights stand in the direct tables above.",
        operational("id", "permission", "content_type", "user", object_pk="a key"),
    ),
    "auth.Group": Table(
        "A role in a partner.", operational("id", name="the partner's and the role's codes")
    ),
    "auth.Group_permissions": Table(
        "Stays empty: nothing is granted globally.", operational("id", "group", "permission")
    ),
    "auth.Permission": Table(
        "Django's own list of rights.",
        operational("id", "content_type", name="of the program", codename="of the program"),
    ),
    "account.EmailAddress": Table(
        "The sign-in library's copy of a staff address.",
        operational("id", "user", "verified", "primary", email=STAFF),
    ),
    "account.EmailConfirmation": Table(
        "Stays empty: nobody signs up.",
        operational("id", "email_address", "created", "sent", key="random"),
    ),
    "mfa.Authenticator": Table(
        "Somebody's second factor.",
        operational(
            "id",
            "user",
            "type",
            "created_at",
            "last_used_at",
            data="secrets are sealed by the vault; of a passkey only its name and what is public",
        ),
    ),
    "usersessions.UserSession": Table(
        "Where a person of the staff is signed in; gone with the session.",
        operational(
            "id",
            "user",
            "created_at",
            "last_seen_at",
            ip=f"{STAFF}; she recognises her own sessions by it",
            user_agent=f"{STAFF}; she recognises her own devices by it",
            session_key="random",
            data="stays empty",
        ),
    ),
    "sessions.Session": Table(
        "A signed-in browser.",
        operational(
            "expire_date",
            session_key="random",
            session_data="who is signed in, since when, and messages that name nobody",
        ),
    ),
}
