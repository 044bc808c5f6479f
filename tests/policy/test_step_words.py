"""Every step has words for when it was taken."""

from sightline.policy.step_words import TAKEN
from sightline.policy.terms import Action


def test_every_step_is_named_once_it_was_taken() -> None:
    assert set(TAKEN) == set(Action)
    assert len(set(TAKEN.values())) == len(TAKEN)
