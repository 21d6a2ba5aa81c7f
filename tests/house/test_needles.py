"""The search that the other tests rely on finds what is there, however it is dressed."""

import hashlib

import pytest

from tests.plugins.needles import every_dress, found

WORDS = ["Quenallata", "Ñuñezcahua", "60918273", "1990-05-17"]


@pytest.mark.parametrize("dress", every_dress("word"))
@pytest.mark.parametrize("word", WORDS)
def test_a_planted_word_is_found(word, dress):
    noise = hashlib.shake_256(b"noise").digest(20_000)
    assert found(WORDS, noise + every_dress(word)[dress] + noise) == {word}


def test_noise_holds_no_word():
    assert found(WORDS, hashlib.shake_256(b"noise").digest(200_000)) == set()
