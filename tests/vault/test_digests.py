from vault.compartments import Compartment
from vault.keychain import Scope, open_keys


def test_equal_values_have_equal_digests(chain, norte):
    assert chain.digest(norte, "card", "1234567") == chain.digest(norte, "card", "1234567")


def test_several_values_share_a_digest(chain, norte):
    digests = [chain.digest(norte, "card", str(number)) for number in range(2000)]
    assert 200 < len(set(digests)) <= 256
    assert 1 <= min(digests) >> 8 == max(digests) >> 8 <= 127


def test_digests_differ_between_partners_and_purposes(norte, sur):
    both = {partner: frozenset({Compartment.LISTING}) for partner in (norte, sur)}
    with open_keys(Scope("test", both)) as chain:
        rows = [
            [chain.digest(partner, purpose, str(number)) for number in range(64)]
            for partner, purpose in ((norte, "card"), (sur, "card"), (norte, "phone"))
        ]
    assert len({tuple(row) for row in rows}) == 3
