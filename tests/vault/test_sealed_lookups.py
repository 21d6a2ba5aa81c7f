import pytest
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Value, When
from django.db.models.functions import Length, Upper

from tests.vault.shelf import Bookmark, Note, Person
from vault.errors import SealedLookup

LOOKUPS = [
    "exact",
    "iexact",
    "in",
    "contains",
    "icontains",
    "startswith",
    "istartswith",
    "endswith",
    "iendswith",
    "regex",
    "iregex",
    "gt",
    "gte",
    "lt",
    "lte",
    "range",
    "date",
    "year",
    "length",
    "unaccent",
    "nothing",
]


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_a_sealed_column_answers_no_lookup(maria, lookup):
    with pytest.raises(SealedLookup, match="sealed"):
        list(Person.objects.filter(**{f"surname_sealed__{lookup}": "Quispe"}))
    with pytest.raises(SealedLookup):
        list(Note.objects.exclude(**{f"person__surname_sealed__{lookup}": "Quispe"}))
    with pytest.raises(SealedLookup):
        list(Bookmark.objects.filter(**{f"person__surname_sealed__{lookup}": "Quispe"}))


def test_a_sealed_column_says_whether_it_holds_anything(maria):
    assert list(Person.objects.filter(surname_sealed__isnull=False)) == [maria]
    assert list(Person.objects.filter(born_on_sealed__isnull=True)) == [maria]
    assert not Person.objects.exclude(surname_sealed__isnull=False).exists()
    assert not Note.objects.filter(person__surname_sealed__isnull=False).exists()
    inner = Person.objects.filter(id=OuterRef("id"), surname_sealed__isnull=False)
    assert Person.objects.filter(Exists(inner)).count() == 1
    named = Case(When(surname_sealed__isnull=False, then=Value(1)), default=Value(0))
    assert Person.objects.annotate(named=named).order_by("named").get().named == 1
    assert Person.objects.annotate(named=Q(surname_sealed__isnull=False)).get().named is True


def test_a_sealed_column_compares_with_nothing(maria):
    assert Person.objects.filter(code="").exists()
    for wrong in (
        lambda: Person.objects.filter(surname_sealed="Quispe"),
        lambda: Person.objects.filter(surname_sealed=None),
        lambda: Person.objects.filter(surname_sealed=maria.surname_sealed),
        lambda: Person.objects.filter(surname_sealed=F("given_names_sealed")),
        lambda: Person.objects.filter(code=F("surname_sealed")),
        lambda: Person.objects.filter(Q(code="") | Q(surname_sealed__contains="Q")),
        lambda: Person.objects.get(surname_sealed="Quispe"),
        lambda: Person.objects.get_or_create(surname_sealed="Quispe"),
    ):
        with pytest.raises(SealedLookup):
            list(wrong())


def test_a_sealed_column_orders_nothing(maria):
    assert list(Person.objects.order_by("code")) == [maria]
    for wrong in (
        lambda: Person.objects.order_by("surname_sealed"),
        lambda: Person.objects.order_by("-surname_sealed"),
        lambda: Person.objects.order_by(F("surname_sealed")),
        lambda: Person.objects.order_by(F("surname_sealed").desc(nulls_last=True)),
        lambda: Person.objects.order_by(Upper("surname_sealed")),
        lambda: Note.objects.order_by("person__surname_sealed"),
        lambda: Note.objects.order_by(F("person__surname_sealed")),
        lambda: Bookmark.objects.order_by("person__surname_sealed"),
        lambda: [Person.objects.latest("surname_sealed")],
        lambda: [Person.objects.earliest("surname_sealed")],
    ):
        with pytest.raises(SealedLookup):
            list(wrong())


def test_nothing_is_computed_from_a_sealed_column(maria):
    assert Person.objects.aggregate(n=Count("id")) == {"n": 1}
    for wrong in (
        lambda: Person.objects.annotate(x=F("surname_sealed")),
        lambda: Person.objects.annotate(x=Length("surname_sealed")),
        lambda: Person.objects.annotate(x=Case(When(code="", then=F("surname_sealed")))),
        lambda: Person.objects.values("code").annotate(x=Max("surname_sealed")),
        lambda: Person.objects.aggregate(x=Max("surname_sealed")),
        lambda: Person.objects.aggregate(x=Count("surname_sealed", distinct=True)),
        lambda: Person.objects.alias(x=F("surname_sealed")).order_by("x"),
        lambda: Note.objects.annotate(x=F("person__surname_sealed")),
        lambda: Person.objects.values(x=F("surname_sealed")),
    ):
        with pytest.raises(SealedLookup):
            list(wrong())


def test_sealed_columns_are_not_updated_without_a_row(maria):
    assert Person.objects.update(code="A") == 1
    assert Person.objects.bulk_update([maria], ["code"]) == 1
    for wrong in (
        lambda: Person.objects.update(surname_sealed=None),
        lambda: Person.objects.update(surname_sealed=maria.surname_sealed),
        lambda: Person.objects.update(surname="Mamani"),
        lambda: Person.objects.filter(id=maria.id).update(code=F("surname_sealed")),
        lambda: Person.objects.bulk_update([maria], ["surname_sealed"]),
        lambda: Person.objects.bulk_update([maria], ["code", "surname"]),
        lambda: Person.objects.bulk_create(
            [maria],
            update_conflicts=True,
            update_fields=["surname_sealed"],
            unique_fields=["id"],
        ),
    ):
        with pytest.raises(SealedLookup):
            wrong()
    assert Person.objects.get(id=maria.id).surname == "Quispe"


def test_sealed_columns_are_fetched_or_left_out(maria, django_assert_num_queries):
    with django_assert_num_queries(1):
        (found,) = Person.objects.without_sealed()
        assert found.code == ""
        assert "_sealed" not in str(Person.objects.without_sealed().query)
    assert Person.objects.values_list("surname_sealed", flat=True).get() == maria.surname_sealed
    assert Person.objects.only("surname_sealed").get().surname == "Quispe"
    assert Note.objects.filter(person=maria).without_sealed().count() == 0
    assert maria.notes.without_sealed().count() == 0
