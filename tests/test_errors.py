"""What errors say, and how they are attributed."""

import inspect

import pytest

from benchwright import errors


def test_every_error_is_drawn_in_the_docstring():
    kinds = [name for name, value in vars(errors).items() if inspect.isclass(value) and issubclass(value, Exception)]
    assert all(name in errors.__doc__ for name in kinds)


def test_an_unknown_name_suggests_near_ones():
    message = str(errors.UnknownNameError("context", "ful", ["full", "none", "evidence"]))
    assert message == "unknown context 'ful'; did you mean 'full'?"


def test_an_unknown_name_far_from_all_lists_all():
    assert "'a' or 'b'" in str(errors.UnknownNameError("maker", "zzz", ["b", "a"]))


def test_a_missing_extra_names_the_install_line():
    assert 'pip install "benchwright[embedded]"' in str(errors.MissingExtraError("xllamacpp", "embedded"))


@pytest.mark.parametrize("kind", [errors.InputError, errors.ModelError, errors.DocumentError, errors.ExtensionError])
def test_a_boundary_attributes_plain_errors_on_one_line(kind):
    with pytest.raises(kind, match=r"^my scorer: ValueError: two lines$") as caught, errors.boundary(kind, "my scorer"):
        raise ValueError("two\nlines")
    assert isinstance(caught.value.__cause__, ValueError)


def test_a_boundary_lets_our_own_errors_through():
    with pytest.raises(errors.StoreError), errors.boundary(errors.ModelError, "x"):
        raise errors.StoreError("as it was")


def test_a_boundary_lets_an_interrupt_through():
    with pytest.raises(KeyboardInterrupt), errors.boundary(errors.ModelError, "x"):
        raise KeyboardInterrupt
