from lmcore.evaluation.generation import sampling_probs

limit = sampling_probs(np.array([10.0, 0.0, 0.0]), temperature=0)
