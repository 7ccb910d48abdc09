"""Which data sets of `reasoning_gym` are used: form of the answer, domain, and what sets each level.

The names are those of release 0.1. `medium` is the data set's own configuration save where a row says otherwise; where
a row says nothing of `easy` or `hard`, that level is `medium` again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from benchwright.items.gym import answers
from benchwright.items.gym.answers import Clear, Form

Level = Literal["easy", "medium", "hard"]
LEVELS: tuple[Level, ...] = ("easy", "medium", "hard")
Config = Mapping[str, Any]
"""Arguments of the data set's own configuration, as JSON could hold them."""


@dataclass(frozen=True)
class GymSet:
    """One data set."""

    domain: str
    form: Form
    """How its gold becomes an answer."""
    easy: Config = field(default_factory=dict)
    medium: Config = field(default_factory=dict)
    hard: Config = field(default_factory=dict)
    clear: Clear = answers.always
    """Whether a question can be read in one way only."""

    def config(self, level: Level) -> dict[str, Any]:
        """The arguments at a level."""
        found: Config = getattr(self, level)
        return dict(found or self.medium)


# What goes into `levels` is a Config per level.


def _arithmetic(form: Form = answers.number, **levels: Any) -> GymSet:
    return GymSet("arithmetic", form, **levels)


def _strings(form: Form = answers.text, **levels: Any) -> GymSet:
    return GymSet("strings", form, **levels)


def _grids(form: Form = answers.text, **levels: Any) -> GymSet:
    return GymSet("grids", form, **levels)


def _logic(form: Form = answers.text, **levels: Any) -> GymSet:
    return GymSet("logic", form, **levels)


def _machines(form: Form = answers.text, **levels: Any) -> GymSet:
    return GymSet("machines", form, **levels)


_DATES = ("weekday_offset", "weekday_of_date", "weekday_of_date_from_first_date", "is_leap_year", "count_days")

TABLE: dict[str, GymSet] = {
    # arithmetic
    "base_conversion": _arithmetic(answers.text, easy={"max_value": 100}, hard={"min_value": 1000, "max_value": 99999}),
    "basic_arithmetic": _arithmetic(
        easy={"max_terms": 3, "max_digits": 2}, hard={"min_terms": 6, "max_terms": 10, "max_digits": 5}
    ),
    "bitwise_arithmetic": _arithmetic(answers.text, easy={"difficulty": 1}, hard={"difficulty": 4}),
    "calendar_arithmetic": _arithmetic(answers.mixed, medium={"tasks": [*_DATES, "count_business_days"]}),
    "chain_sum": _arithmetic(
        easy={"max_terms": 3, "max_digits": 2}, hard={"min_terms": 6, "max_terms": 10, "min_digits": 3, "max_digits": 6}
    ),
    "coin_flip": _arithmetic(answers.chance, easy={"max_trials": 5}, hard={"min_trials": 10, "max_trials": 25}),
    "count_bits": _arithmetic(easy={"max_n": 1023}, hard={"min_n": 2**40, "max_n": 2**60}),
    "count_primes": _arithmetic(easy={"max_n": 200}, hard={"max_n": 50000}),
    "decimal_arithmetic": _arithmetic(
        answers.within(1e-3), easy={"max_terms": 3}, hard={"min_terms": 5, "max_terms": 8}
    ),
    "decimal_chain_sum": _arithmetic(
        easy={"max_terms": 3, "max_decimal_places": 2}, hard={"min_terms": 6, "max_terms": 10}
    ),
    "dice": _arithmetic(answers.text, easy={"num_dice": 2, "max_dice_size": 8}, hard={"num_dice": 5}),
    "fraction_simplification": _arithmetic(
        answers.text,
        easy={"styles": ["plain"], "max_value": 50, "max_factor": 10},
        medium={"styles": ["plain"]},
        hard={"styles": ["plain"], "min_value": 500, "max_value": 9999},
    ),
    "gcd": _arithmetic(easy={"max_value": 100}, hard={"min_numbers": 3, "max_numbers": 4, "max_value": 100000}),
    "gsm_symbolic": _arithmetic(),
    "lcm": _arithmetic(easy={"max_value": 20}, hard={"min_numbers": 3, "max_numbers": 4, "max_value": 200}),
    "leg_counting": _arithmetic(easy={"min_animals": 2, "max_animals": 4}, hard={"min_animals": 8, "max_animals": 15}),
    "number_format": _arithmetic(
        easy={"max_num_candidates": 2}, hard={"min_num_candidates": 5, "max_num_candidates": 8}
    ),
    "power_function": _arithmetic(
        answers.rounded,
        easy={"min_base": -20, "max_base": 20, "min_exponent": 2, "max_exponent": 3},
        medium={"min_base": -100, "max_base": 100, "min_exponent": 1, "max_exponent": 5},
        hard={"min_exponent": 3, "max_exponent": 8},
    ),
    "products": _arithmetic(
        easy={"max_digits": 2}, medium={"min_digits": 2, "max_digits": 3}, hard={"min_digits": 4, "max_digits": 7}
    ),
    "simple_equations": _arithmetic(easy={"max_terms": 2, "max_value": 20}, hard={"min_terms": 4, "max_terms": 6}),
    "time_intervals": _arithmetic(answers.duration, easy={"task_types": ["time", "date"]}),
    # strings and lists of words or numbers
    "caesar_cipher": _strings(easy={"max_words": 5, "max_rotation": 3}, hard={"min_words": 15, "max_words": 30}),
    "letter_counting": GymSet(
        "strings",
        answers.number,
        easy={"max_words": 8},
        hard={"min_words": 20, "max_words": 40},
        clear=answers.one_case,
    ),
    "number_filtering": _strings(
        answers.numerals,
        easy={"max_numbers": 5, "max_decimals": 0},
        medium={"max_decimals": 0},
        hard={"min_numbers": 12, "max_numbers": 25, "max_decimals": 0, "min_value": -999, "max_value": 999},
    ),
    "number_sorting": _strings(
        answers.numerals,
        easy={"max_numbers": 4, "min_decimals": 2},
        medium={"max_numbers": 7, "min_decimals": 2},
        hard={"min_numbers": 8, "max_numbers": 14, "min_decimals": 2},
    ),
    "spell_backward": _strings(easy={"max_word_len": 5}, hard={"min_word_len": 8}),
    "string_insertion": _strings(
        easy={"max_string_length": 10}, hard={"min_string_length": 20, "max_string_length": 50}
    ),
    "string_manipulation": _strings(easy={"max_num_rules": 4}, hard={"min_string_length": 20, "max_string_length": 40}),
    "word_sequence_reversal": _strings(answers.words, easy={"max_words": 4}, hard={"min_words": 10, "max_words": 20}),
    "word_sorting": _strings(answers.words, easy={"max_words": 4}, hard={"min_words": 12, "max_words": 20}),
    # grids and graphs
    "binary_alternation": _grids(answers.number, easy={"max_n": 12}, hard={"min_n": 30, "max_n": 60}),
    "binary_matrix": _grids(easy={"max_n": 4}, hard={"min_n": 8, "max_n": 14}),
    "course_schedule": _grids(
        easy={"max_num_courses": 6}, hard={"min_num_courses": 12, "max_num_courses": 20, "max_cycle_length": 8}
    ),
    "largest_island": _grids(
        answers.number, easy={"max_rows": 6, "max_cols": 6},
        hard={"min_rows": 10, "max_rows": 16, "min_cols": 10, "max_cols": 16}
    ),
    "maze": _grids(
        answers.number, easy={"min_dist": 3, "max_dist": 6, "max_grid_size": 7},
        hard={"min_dist": 10, "max_dist": 20, "min_grid_size": 10, "max_grid_size": 16}
    ),
    "mini_sudoku": _grids(easy={"min_empty": 4, "max_empty": 8}),
    "path_star": _grids(easy={"degree": 2}, hard={"degree": 5, "min_path_length": 5, "max_path_length": 8}),
    "rectangle_count": _grids(
        answers.number, easy={"max_rectangles": 3, "width": 20, "height": 20},
        medium={"max_rectangles": 6, "width": 30, "height": 30},
        hard={"max_rectangles": 15, "width": 60, "height": 60}
    ),
    "rotate_matrix": _grids(easy={"max_n": 4, "max_rotations": 3}, hard={"min_n": 8, "max_n": 14}),
    "rotten_oranges": _grids(
        answers.number, easy={"min_n": 4, "max_n": 8}, medium={"min_n": 8, "max_n": 14},
        hard={"min_n": 15, "max_n": 30}
    ),
    "spiral_matrix": _grids(easy={"max_n": 4}, hard={"min_n": 8, "max_n": 14}),
    # logic
    "aiw": _logic(answers.number, hard={"max_entities": 12}),
    "circuit_logic": _logic(
        answers.number, easy={"max_terms": 3, "max_inputs": 2},
        hard={"min_terms": 6, "max_terms": 10, "max_inputs": 6}
    ),
    "family_relationships": _logic(),
    "knights_knaves": _logic(answers.claims, hard={"n_people": 4, "depth_constraint": 3, "width_constraint": 3}),
    "needle_haystack": _logic(
        easy={"max_num_statements": 20}, hard={"min_num_statements": 150, "max_num_statements": 400}
    ),
    "self_reference": _logic(answers.number, easy={"difficulty": 1}, hard={"difficulty": 10}),
    "zebra_puzzles": _logic(
        easy={"num_people": 2, "num_characteristics": 2}, medium={"num_people": 3, "num_characteristics": 3},
        hard={"num_people": 5, "num_characteristics": 5}
    ),
    # rules to follow, step by step, or to find
    "acre": _machines(),
    "arc_1d": _machines(),
    "bf": _machines(easy={"difficulty": 1}, medium={"difficulty": 2}, hard={"difficulty": 3}),
    "color_cube_rotation": _machines(easy={"max_rotations": 1}, hard={"min_rotations": 4, "max_rotations": 8}),
    "list_functions": _machines(answers.entries),
    "mahjong_puzzle": _machines(
        easy={"min_num_rounds": 3, "max_num_rounds": 8}, hard={"min_num_rounds": 60, "max_num_rounds": 120}
    ),
    "number_sequence": _machines(answers.number, easy={"max_complexity": 1}, medium={"max_complexity": 2}),
    "string_splitting": _machines(hard={"min_initial_machines": 10, "max_initial_machines": 30}),
    "string_synthesis": _machines(hard={"min_initial_blocks": 10, "max_initial_blocks": 30}),
}  # fmt: skip
