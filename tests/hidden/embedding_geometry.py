"""Hidden checks of exercise 3.1: analogies by arithmetic, the same on one-hot vectors."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from tests.hidden.student import Student
from tests.hidden.values import plain
from tests.hidden.verdict import Part, award

student = Student("Exercise 3.1, Embedding geometry", refused=["analogy_accuracy"])
STEP = "a) What does king - man + woman ≈ queen tell us?"
ONE_HOT = "b) Why not with one-hot vectors?"
CAPITAL = "c) What is Paris - France + Germany?"

MEANS = (
    "the mean of each vector is subtracted before comparing (a correlation); the cosine takes the "
    "vectors as they are."
)
PRODUCT = (
    "cosines with the three words are multiplied and divided (3CosMul); asked is one cosine, with "
    "the point b - a + c."
)
FOURTH = (
    "the fourth of the ranking is answered, as if the given words were always the first three; "
    "leave them out wherever they rank, and take the first of the others."
)
EXCLUDED = (
    "one of the three given words is answered. They are left out of the search, as they lie near "
    "the point themselves."
)


def analogy(function: Callable, points: float) -> float:
    """The word nearest to b - a + c by cosine, the three given words left out."""
    parts = [
        Part(2, partial(finds_the_fourth_corner, function)),
        Part(1, partial(leaves_out_the_given_words, function)),
        Part(1, partial(compares_by_direction, function)),
    ]
    return award(points, parts)


class Question(NamedTuple):
    """A table of words, and what each answer would mean."""

    vectors: np.ndarray  # (words, dim)
    words: list[str]
    answer: str
    decoys: dict[str, str]  # word -> misconception


def unit(v: np.ndarray) -> np.ndarray:
    """The vector with length 1."""
    return v / np.linalg.norm(v)


Given = tuple[str, str, str]  # the words a, b and c of a question


def lay_out(
    rng: np.random.Generator, rows: dict[str, np.ndarray], decoys: dict[str, str]
) -> tuple[Question, Given]:
    """Put rows into a table under invented words, in random order.

    The keys ``a``, ``b`` and ``c`` are the given words, ``answer`` is the right one. Returns the
    question and the given words.
    """
    words: set[str] = set()
    while len(words) < len(rows):
        consonants, vowels = rng.choice(list("bdfgklmnprst"), 3), rng.choice(list("aeiou"), 3)
        words.add("".join(x + y for x, y in zip(consonants, vowels, strict=True)))
    names = dict(zip(rows, rng.permutation(sorted(words)).tolist(), strict=True))
    order = rng.permutation(list(rows)).tolist()
    question = Question(
        np.stack([rows[key] for key in order]),
        [names[key] for key in order],
        names["answer"],
        {names[key]: text for key, text in decoys.items()},
    )
    return question, (names["a"], names["b"], names["c"])


def corners(rng: np.random.Generator, dim: int = 24) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Three given vectors, all of one length, so that it does not matter whether one normalizes."""
    a, b, c = (unit(rng.normal(size=dim)) for _ in range(3))
    return a, b, c


def around(rng: np.random.Generator, direction: np.ndarray, noise: float) -> np.ndarray:
    """A vector of length 1 at an angle to a direction; ``noise`` is the tangent of the angle."""
    u = unit(direction)
    off = rng.normal(size=u.shape)
    off -= (off @ u) * u
    return unit(u + noise * unit(off))


def random_rows(rng: np.random.Generator, point: np.ndarray, n: int) -> dict[str, np.ndarray]:
    """Other words, none of them near the point."""
    rows: dict[str, np.ndarray] = {}
    while len(rows) < n:
        v = unit(rng.normal(size=point.shape))
        if abs(v @ unit(point)) < 0.4:
            rows[f"other {len(rows)}"] = v
    return rows


def finds_the_fourth_corner(function: Callable) -> None:
    """Every other sum of the three vectors has a word of its own, which tells the mistake."""
    rng = np.random.default_rng()
    for _ in range(3):
        a, b, c = corners(rng)
        point = b - a + c
        sums = {
            "the roles of a and b are swapped: the step goes from a to b, so b - a.": a - b + c,
            "the step is added to b again, or c is subtracted: the step starts at c.": b - a - c,
            "a is added; the step from a to b is the difference b - a.": a + b + c,
            "the step from c to a is taken; it goes from a to b, and starts at c.": b - c + a,
            "the step alone is looked up; it has to be added to c.": b - a,
            "a is not subtracted.": b + c,
            "c alone is looked up; the step from a to b has to be added to it.": c,
            "b alone is looked up; it is where the step leads from a, not from c.": b,
        }
        rows = {"a": a, "b": b, "c": c, "answer": around(rng, point, 0.1)}
        decoys = {}
        for i, (text, wrong) in enumerate(sums.items()):
            rows[f"sum {i}"] = around(rng, wrong, 0.02)
            decoys[f"sum {i}"] = text
        rows["far"] = around(rng, -point, 0.5)
        decoys["far"] = "the smallest cosine is taken: the opposite direction is as far as can be."
        half = np.repeat([1.0, -1.0], len(point) // 2)
        for key, sign in (("front", 1), ("back", -1)):
            rows[key] = unit(sign * half * point)  # the very direction, in one half of the numbers
            decoys[key] = "only a part of each vector is compared; the cosine takes all of it."
        rows |= random_rows(rng, point, 12)
        ask(function, *lay_out(rng, rows, decoys))
    compares_whole_words(function)


def compares_whole_words(function: Callable) -> None:
    """The first words of the list only contain the given ones."""
    rng = np.random.default_rng()
    a, b, c = corners(rng)
    point = b - a + c
    rows = {"a": a, "b": b, "c": c, "answer": around(rng, point, 0.1)}
    question, given = lay_out(rng, rows | random_rows(rng, point, 6), {})
    longer = ["un" + given[0], given[1] + "s", given[2] + "ed"]
    vectors = np.stack([around(rng, -point, 0.5) for _ in longer])
    question = question._replace(
        vectors=np.concatenate([vectors, question.vectors]), words=longer + question.words
    )
    part = (
        "a word that only contains a given one is found first; compare whole words, as "
        "`words.index` does."
    )
    ask(function, question._replace(decoys=dict.fromkeys(question.words, part)), given, part)


def leaves_out_the_given_words(function: Callable) -> None:
    """In turn a, b and c lies nearest; and once everything else points away."""
    rng = np.random.default_rng()
    for nearest in "abc":
        a, u, v = np.linalg.qr(rng.normal(size=(24, 3)))[0].T  # at right angles, of length 1
        turned = {  # by how much b and c are turned away from a, and where to
            "a": (a + 0.7 * u, a - 0.7 * u + 0.15 * v),
            "b": (a + 0.8 * u, a + 0.15 * v),
            "c": (a + 0.15 * u, a + 0.8 * v),
        }
        b, c = map(unit, turned[nearest])
        point = b - a + c
        rows = {"a": a, "b": b, "c": c, "answer": around(rng, point, 0.5)}
        rows |= {f"next {i}": around(rng, point, 1.2) for i in range(5)}
        ask(function, *lay_out(rng, rows, dict.fromkeys("abc", EXCLUDED)))
    leaves_out_all_three(function, rng)
    a, b, c = corners(rng)
    point = b - a + c
    rows = {"a": a, "b": b, "c": c, "answer": around(rng, -point, 5.0)}
    rows |= {f"away {i}": around(rng, -point, 0.8) for i in range(6)}
    zeroed = (
        "a cosine can be negative, so 0 does not leave a word out of the search: take minus "
        "infinity, or skip the word."
    )
    ask(
        function,
        *lay_out(rng, rows, dict.fromkeys("abc", zeroed)),
        none=zeroed.replace("does not leave a word out of", "is no place to begin"),
    )


def leaves_out_all_three(function: Callable, rng: np.random.Generator) -> None:
    """The three given words lie nearer than all others, in every order."""
    for order in ("abc", "bca", "cab"):
        step, off = np.linalg.qr(rng.normal(size=(24, 2)))[0].T
        given = dict(
            zip(order, (step, unit(step + 0.1 * off), unit(step - 0.1 * off)), strict=True)
        )
        point = given["b"] - given["a"] + given["c"]
        rows = given | {"answer": around(rng, point, 0.7)}
        rows |= {f"next {i}": around(rng, point, 1.2) for i in range(5)}
        few = (
            "only the nearest few words are looked at, and all of these may be given ones; leave "
            "out the given words wherever they rank."
        )
        ask(function, *lay_out(rng, rows, dict.fromkeys("abc", EXCLUDED)), none=few)


def compares_by_direction(function: Callable) -> None:
    """Long vectors, near ones, and opposite ones, each better by another measure."""
    rng = np.random.default_rng()
    for _ in range(2):
        a, b, c = corners(rng)
        point = b - a + c
        size = np.linalg.norm(point)
        u = unit(point)
        rows = {"a": a, "b": b, "c": c, "answer": 5 * size * around(rng, u, 0.1)}
        decoys = {
            "long": "the dot product prefers long vectors; divide by the lengths (cosine).",
            "near": "the distance between the points is compared; asked is the cosine, the "
            "direction alone.",
            "opposite": "the cosine is taken without its sign: the opposite direction is as far "
            "as can be.",
            "level": MEANS,
            "scaled": "the length is divided out of only a part, or more than once: cosine is the "
            "dot product divided by both lengths.",
        }
        rows["long"] = 60 * size * around(rng, u, 1.0)
        rows["near"] = size * around(rng, u, 0.4)
        rows["opposite"] = -3 * size * around(rng, u, 0.03)
        rows["level"] = unit(u - u.mean()) + 0.3 * rng.choice([-1, 1])
        rows["scaled"] = 0.05 * size * around(rng, u, 0.6)
        rows |= random_rows(rng, point, 12)
        ask(function, *lay_out(rng, rows, decoys))
    tells_near_from_nearest(function)


def tells_near_from_nearest(function: Callable) -> None:
    """Many words lie almost as near as the answer: no digit of the vectors is to spare."""
    rng = np.random.default_rng()
    for _ in range(3):
        a, b, c = corners(rng)
        point = b - a + c
        rows = {"a": a, "b": b, "c": c, "answer": around(rng, point, 0.3)}
        near = {f"near {i}": around(rng, point, 0.31) for i in range(15)}
        rough = "the vectors are rounded, or only a part of them is compared; the cosine takes all."
        ask(function, *lay_out(rng, rows | near, dict.fromkeys(near, rough)))


def ask(function: Callable, question: Question, given: Given, none: str = "") -> None:
    """Put a question and fail with what its answer means."""
    vectors, words = question.vectors, list(question.words)
    got = student.call("analogy", function, vectors, words, *given)
    symptom = "analogy does not answer the nearest word."
    if got is None:
        raise student.fail(
            "analogy answers None.", none or "a `return` is missing, or nothing was found.", STEP
        )
    text = as_text(got)
    if text == question.answer:
        return
    if text is None:
        raise student.fail(
            "analogy does not return a word.",
            "the word itself is asked: not its number, vector or cosine, and no list around it.",
            STEP,
        )
    for misconception, rule in OTHER_RULES.items():
        if follows(function, rule):
            raise student.fail(symptom, misconception, STEP)
    if text in given and text not in question.decoys:
        raise student.fail(symptom, EXCLUDED, STEP)
    if text not in words:
        raise student.fail(
            "analogy answers a word that is not in the list.",
            "the answer is one of `words`, whatever these are; nothing should be typed in.",
            STEP,
        )
    otherwise = "compute b - a + c from the rows of the three words, and take the largest cosine."
    raise student.fail(symptom, question.decoys.get(text, otherwise), STEP)


def by_product(vectors: np.ndarray, a: int, b: int, c: int) -> np.ndarray:
    """The scores of 3CosMul, as a wrong rule for an analogy."""
    unit_rows = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    to_a, to_b, to_c = ((unit_rows @ unit_rows[i] + 1) / 2 for i in (a, b, c))
    return to_b * to_c / (to_a + 1e-3)


def by_correlation(vectors: np.ndarray, a: int, b: int, c: int) -> np.ndarray:
    """The correlation of every row with b - a + c, as a wrong rule for an analogy."""
    point = vectors[b] - vectors[a] + vectors[c]
    return np.corrcoef(np.vstack([vectors, point]))[-1, :-1]


def fourth_of_all(vectors: np.ndarray, a: int, b: int, c: int) -> np.ndarray:
    """The fourth of the ranking, where it is no given word, as a wrong rule for an analogy."""
    cosine = by_cosine(vectors, a, b, c)
    fourth = np.argsort(cosine)[-4]
    return cosine if fourth in (a, b, c) else np.eye(len(vectors))[fourth]


OTHER_RULES: dict[str, Callable] = {
    PRODUCT: by_product,
    MEANS: by_correlation,
    FOURTH: fourth_of_all,
}


def follows(function: Callable, rule: Callable) -> bool:
    """Whether another rule predicts the answers to fresh questions where it is not right."""
    rng = np.random.default_rng()
    words = [f"word{i}" for i in range(40)]
    told = 0
    while told < 4:
        vectors = rng.normal(loc=0.5, size=(40, 24))
        given = rng.permutation(40)[:3].tolist()
        best, right = (nearest(scores(vectors, *given), given) for scores in (rule, by_cosine))
        if best == right:
            continue
        got = student.call("analogy", function, vectors, list(words), *(words[i] for i in given))
        if as_text(got) != words[best]:
            return False
        told += 1
    return True


def nearest(scores: np.ndarray, given: list[int]) -> int:
    """The word with the best score, the given ones left out; their scores are overwritten."""
    scores[given] = -np.inf
    return int(scores.argmax())


def by_cosine(vectors: np.ndarray, a: int, b: int, c: int) -> np.ndarray:
    """Reference: the cosine of every row with b - a + c, but for the same factor in all."""
    return vectors @ (vectors[b] - vectors[a] + vectors[c]) / np.linalg.norm(vectors, axis=1)


def as_text(value: Any) -> str | None:
    """Return a word as a plain string; an array of one word counts."""
    try:
        array = np.array(value)
    except ValueError:
        return None
    return str(array.item()) if array.dtype.kind == "U" and array.shape == () else None


def one_hot_cosines(value: Any, points: float) -> float:
    """Cosines of king - man + woman with king, man, woman, queen, bread, all one-hot."""
    parts = [Part(1, partial(has_five, value)), Part(3, partial(is_right_on_one_hot, value))]
    return award(points, parts)


def five(value: Any) -> np.ndarray:
    """The answer as five numbers in one row."""
    array = plain(student, "one_hot_cosines", value)
    if array.size != 5:
        raise student.fail(
            f"one_hot_cosines holds {array.size} numbers.",
            "one cosine for each of the five words is asked.",
            ONE_HOT,
        )
    return array.ravel()


def has_five(value: Any) -> None:
    """Five numbers in one row."""
    five(value)
    shape = plain(student, "one_hot_cosines", value).shape
    if len(shape) != 1:
        raise student.fail(
            f"one_hot_cosines has shape {shape}.", "five numbers in one row are asked.", ONE_HOT
        )


POINT = np.array([1.0, -1.0, 1.0, 0.0, 0.0])  # king - man + woman, one-hot
RIGHT = unit(POINT)
DISTANCES = np.linalg.norm(POINT - np.eye(5), axis=1)
WRONG_COSINES = {
    "these are dot products: divide by the length of king - man + woman, which is not 1.": POINT,
    "the dot products are divided by the squared length, or by the number of words; divide by "
    "the length.": POINT / 3,
    "the length of king - man + woman is the root of a sum of three squares, not of two.": POINT
    / np.sqrt(2),
    "the length was taken of five ones; two of the five numbers are 0.": POINT / np.sqrt(5),
    "these are distances; asked are cosines.": DISTANCES,
    "these are squared distances; asked are cosines.": DISTANCES**2,
    "the sign of man is lost: it is subtracted.": np.abs(RIGHT),
    "man is left out of the sum: it is subtracted, so it gets a negative cosine.": unit(
        np.array([1.0, 0, 1, 0, 0])
    ),
    "the whole vector has the wrong sign.": -RIGHT,
    "woman is subtracted and man is added: the step goes from man to woman.": unit(
        np.array([1.0, 1, -1, 0, 0])
    ),
    "king is left out of the sum.": unit(np.array([0.0, -1, 1, 0, 0])),
    "queen was taken for the answer. It is what one would hope for, not what one-hot vectors "
    "give.": np.array([0.0, 0, 0, 1, 0]),
    "all cosines are taken as 0: true between different one-hot words, but the sum contains "
    "three of them.": np.zeros(5),
    "these are cosines with king alone.": np.array([1.0, 0, 0, 0, 0]),
    "these are 1 minus the cosine (cosine distances).": 1 - RIGHT,
    "these are angles; asked are their cosines.": np.arccos(RIGHT),
    "these are angles in degrees; asked are their cosines.": np.degrees(np.arccos(RIGHT)),
    "each given word gets a third or so: a softmax or an average, not a cosine.": np.abs(POINT) / 3,
    "the words stand in another order: king, man, woman, queen, bread.": np.sort(RIGHT),
}


def is_right_on_one_hot(value: Any) -> None:
    """The cosines of king - man + woman with five words, where vectors are one-hot."""
    got = five(value)
    if not np.allclose(got, RIGHT, rtol=0, atol=1.5e-3):
        symptom = "one_hot_cosines is not what the five words get."
        raise student.fail(symptom, why_not_these(got), ONE_HOT)


def why_not_these(got: np.ndarray) -> str:
    """Why the five cosines are not the right ones."""
    for cause, array in WRONG_COSINES.items():
        if np.allclose(got, array, rtol=0, atol=2e-3):
            return cause
    if np.allclose(np.sort(got), np.sort(RIGHT), atol=1.5e-3):
        return "the words stand in another order: king, man, woman, queen, bread."
    if np.allclose(got, RIGHT, atol=0.03):
        return "it is rounded too coarsely: give three decimals, or let NumPy compute it."
    if not np.all(np.abs(got) <= 1.001):
        return "every cosine lies from -1 to 1: the dot products were not divided by the lengths."
    if got[3] == got.max() and got[3] > 0:
        return "queen gets a larger cosine than the others, but its 1 stands where the sum has 0."
    if abs(got[3]) > 2e-3 or abs(got[4]) > 2e-3:
        return "queen and bread are not in the sum, so the dot product with either is 0."
    return "write the five one-hot vectors below each other, add up, and divide by the length."


def capital(value: Any, points: float) -> float:
    """The city that Paris - France + Germany is near to."""
    return award(points, [Part(1, partial(is_the_capital, value))])


GERMAN_CITIES = {"bonn", "munich", "hamburg", "frankfurt", "cologne", "münchen", "köln", "dresden"}


def is_the_capital(value: Any) -> None:
    """Berlin, in whatever case, alone."""
    text = as_text(value)
    if text is None:
        raise student.fail(
            "capital is not text.",
            'write the word in quotation marks, as in `capital = "word"`; one word, no list.',
            CAPITAL,
        )
    words = {word.strip(".,;:!?'\"()").lower() for word in text.split()} - {""}
    if words != {"berlin"}:
        symptom = "capital is not the word that Paris - France + Germany is near to."
        raise student.fail(symptom, why_not_berlin(words), CAPITAL)


def why_not_berlin(words: set[str]) -> str:
    """Why the word is not Berlin."""
    if not words:
        return "the answer is empty."
    if "berlin" in words:
        return "one word is asked; leave out what stands around it."
    if "germany" in words:
        return (
            "Germany is one of the three given words; they are left out of the search. Name the "
            "city itself."
        )
    if words & {"paris", "france"}:
        return "that is one of the three given words; the step has to be taken from Germany."
    if words & GERMAN_CITIES:
        return "that is a city of Germany, but the step from France to Paris leads to the capital."
    if "berlin" in {word[:-1] for word in words} or any(word[:3] == "ber" for word in words):
        return "check how the word is spelled, in English."
    return "Paris - France is the step from a country to its capital; take it from Germany."
