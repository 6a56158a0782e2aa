"""Hidden checks: one module an exercise, called by the hidden cells of its notebook.

``verdict``   what a failed check tells the student, and partial credit
``student``   the one place where a check touches student code
``embedding``, ``softmax_stability``   the checks of exercises 3.5 and 3.7
``embedding_visualization``, ``context_window``   the checks of 3.9 and 3.10
``neural_vs_ngram``, ``neural_bigram``   the checks of 3.11 and of the mini-project
"""
