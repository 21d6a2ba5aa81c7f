"""What lists know of a woman stands under a key that outlives her: no copy of it may stay behind."""

from django.contrib.contenttypes.models import ContentType

from audit.models import TrailEntry
from audit.registration import HIDDEN
from casework.models import Listing, Survivor
from tests.plugins.cases import working_as

SEALED_OF_A_LISTING = {"masked_name_sealed", "search_value_sealed"}


def changes_of(model, event):
    """What the trail tells of the rows of a model, by column."""
    entries = TrailEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), event=event
    )
    assert entries
    return [(name, pair) for entry in entries for name, pair in entry.changes.items()]


def test_the_trail_tells_that_a_listing_changed_and_keeps_nothing_of_it(house):
    with working_as(house.norte["counselor"]):
        listing = Listing.objects.get(survivor=house.norte.case.survivor)
        listing.masked_name, listing.search_value = "B. M.", "benita mamani"
        listing.save()
    for event in ("created", "changed"):
        told = [(name, pair) for name, pair in changes_of(Listing, event) if "_sealed" in name]
        assert {name for name, _pair in told} == SEALED_OF_A_LISTING
        assert {text for _name, pair in told for text in pair} <= {HIDDEN, "None"}


def test_of_what_goes_with_her_keys_the_trail_keeps_the_ciphertext(house):
    told = dict(changes_of(Survivor, "created"))
    assert told["given_names_sealed"][1].startswith("sealed:")
