"""Hidden checks: one module an exercise, called by the hidden cells of its notebook.

``verdict``   what a failed check tells the student, and partial credit
``student``   the one place where a check touches student code
``embedding``, ``softmax_stability``   the checks of exercises 3.5 and 3.7
``neural_bigram``   the checks of the mini-project, one module ``neural_bigram_*`` a task
"""
