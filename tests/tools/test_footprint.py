from tools.footprint import needed, size


def test_what_is_needed_is_followed_through_the_metadata():
    library = needed(["lmcore"])
    assert {"lmcore", "numpy", "scikit-learn", "joblib"} <= library
    assert not {"nbgrader", "pytest"} & library
    course = needed(["lmcore[course]"])
    assert library < course and "nbgrader" in course and "pytest" not in course
    assert needed(["a-package-that-is-not-here"]) == set()


def test_sizes_are_those_of_the_files():
    assert 10e6 < size("numpy") < 100e6


def test_the_footprint_stays_as_the_readme_says():
    """More than this is a decision, not an accident; then the README changes too."""
    assert len(needed(["lmcore", "jupyterlab", "nbgrader"])) <= 125
    assert len(needed(["lmcore[course]"])) <= 165
