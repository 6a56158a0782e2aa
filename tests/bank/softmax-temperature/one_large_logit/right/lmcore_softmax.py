from lmcore import stable_softmax

one_large_logit = stable_softmax(np.array([10.0, 0.0, 0.0]))
