"""Learning digits from their sums: what enters the training, the loss against a slow twin, kills, bad input."""

import itertools
import json

import pytest

torch = pytest.importorskip("torch")

from benchwright.cli import main  # noqa: E402
from benchwright.errors import DamagedError, InputError, LogicError  # noqa: E402
from benchwright.training import DigitSettings, LogicLearner, train_digits  # noqa: E402
from benchwright.training.digits import Digits, Reader, batches, grouped, images, program  # noqa: E402
from benchwright.training.loop import fit  # noqa: E402

TINY = {"epochs": 2, "images": 200, "batch": 16}


def by_hand(probabilities, total):
    """The slow twin: every combination of digits that adds up."""
    places = len(probabilities)
    ways = (way for way in itertools.product(range(10), repeat=places) if sum(way) == total)
    return sum(torch.stack([probabilities[at][value] for at, value in enumerate(way)]).prod() for way in ways)


class Given(torch.nn.Module):
    def forward(self, batch):
        return batch


@pytest.mark.parametrize("places", [1, 2, 3])
def test_probabilities_and_gradients_of_sums_equal_the_slow_twin(places):
    stream = torch.Generator().manual_seed(places)
    raw = torch.rand(places, 10, generator=stream, dtype=torch.float64).softmax(-1).requires_grad_()
    learner = LogicLearner(program(places), Given())
    for total in {0, 4, 9 * places}:
        ours = learner(raw.reshape(1, -1))[0, learner.places([(total,)])[0]]
        twin = by_hand(list(raw), total)
        # with the other members of an image's set held fixed, as the layer defines its gradient
        (mine,) = torch.autograd.grad(ours, raw, retain_graph=True)
        (theirs,) = torch.autograd.grad(twin, raw)
        assert ours.item() == pytest.approx(twin.item(), abs=1e-9)
        assert torch.allclose(mine, theirs, atol=1e-6)


def test_train_and_test_images_are_apart_and_the_seed_decides():
    first, again, other = (images(DigitSettings(seed=seed)) for seed in (0, 0, 1))
    assert len(first.train) + len(first.test) == 1797
    assert torch.equal(first.test, again.test)
    assert not torch.equal(first.test, other.test)
    seen = {image.numpy().tobytes() for image in first.train}
    assert sum(image.numpy().tobytes() in seen for image in first.test) == 0


def test_an_image_is_in_one_group_of_an_epoch():
    pixels, labels = torch.rand(31, 1, 8, 8), torch.randint(0, 10, (31,))
    found = grouped(pixels, labels, 3, torch.Generator().manual_seed(0))
    used = found.groups.flatten().tolist()
    assert len(used) == len(set(used)) == 30
    assert torch.equal(found.sums, labels[found.groups].sum(1))


def test_only_sums_are_learnt_from():
    """Other digits with the same sums give the same training, to the bit."""
    made = [Digits(DigitSettings(**TINY)) for _ in range(2)]
    plain = made[0].train_sums

    def hidden(stream):
        found = plain(stream)
        labels = torch.zeros(len(found.images), dtype=torch.int64)
        labels[found.groups[:, 0]] = found.sums  # all of a sum on its first image: no digit at all
        return type(found)(found.images, found.groups, labels[found.groups].sum(1))

    made[1].loop.batches = lambda stream: batches(hidden, 16, stream)
    losses = [fit(one.loop) for one in made]
    assert losses[0] == losses[1]


def test_a_killed_training_goes_on_to_the_same_weights(tmp_path):
    settings = DigitSettings(**{**TINY, "epochs": 3})
    whole = Digits(settings, tmp_path / "whole")
    fit(whole.loop)

    def stop(done, _total, _what):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(Digits(settings, tmp_path / "cut").loop, stop)
    cut = Digits(settings, tmp_path / "cut")
    assert fit(cut.loop) == whole.loop.losses
    for mine, theirs in zip(whole.model.state_dict().values(), cut.model.state_dict().values(), strict=True):
        assert torch.equal(mine, theirs)


def test_the_folder_of_another_training_is_refused(tmp_path):
    train_digits(DigitSettings(**TINY), tmp_path)
    with pytest.raises(DamagedError, match="other settings"):
        train_digits(DigitSettings(**TINY, seed=1), tmp_path)
    (tmp_path / "state.pt").write_bytes(b"not weights")
    with pytest.raises(DamagedError, match="cannot be read"):
        train_digits(DigitSettings(**TINY), tmp_path)


def test_training_learns_single_digits_and_says_how_well():
    found = train_digits(DigitSettings(places=1, epochs=12))
    assert found.sum_accuracy.value > 0.9
    assert found.sum_accuracy.low <= found.sum_accuracy.value <= found.sum_accuracy.high
    assert found.sum_accuracy.value == pytest.approx(found.digit_accuracy.value, abs=0.01)
    assert found.lucky == 0.0  # of one image a right sum is a right digit
    assert found.losses[-1] < found.losses[0] / 3


def test_the_plain_form_speaks_of_no_digit():
    found = train_digits(DigitSettings(**TINY, form="plain"))
    assert found.digit_accuracy is None
    assert not found.digits


@pytest.mark.parametrize("wrong", [{"places": 0}, {"places": 5}, {"epochs": -1}, {"batch": 0}, {"form": "magic"}])
def test_settings_that_cannot_be_are_refused(wrong):
    with pytest.raises(InputError):
        DigitSettings(**wrong)


def test_a_learner_wants_one_query_and_possible_answers():
    learner = LogicLearner(program(2), Reader())
    with pytest.raises(InputError, match="never answers"):
        learner.places([(19,)])
    with pytest.raises(InputError, match="queries"):
        LogicLearner("0.5::a(1).\nb(X) :- a(X).\n?- a(X).\n?- b(X).", Reader())
    with pytest.raises(LogicError):
        LogicLearner("b(X) :- \\+ a(X).\n?- b(X).", Reader())


def test_the_command_line_trains_and_says_what_it_would_do(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["train", "digits", "--sum", "2", "--epochs", "1", "--out", str(tmp_path / "d"), "--dry-run", "--json"])
    assert ended.value.code == 0
    planned = json.loads(capsys.readouterr().out)
    assert planned["sums per epoch"] == planned["train images"] // 2
    assert not (tmp_path / "d").exists()
    with pytest.raises(SystemExit):
        main(["train", "digits", "--sum", "2", "--epochs", "1", "--out", str(tmp_path / "d")])
    assert "sums right:" in capsys.readouterr().out
    assert json.loads((tmp_path / "d" / "result.json").read_text())["settings"]["epochs"] == 1
