from lmcore import log_softmax

one_large_logit = np.exp(log_softmax(np.array([10.0, 0, 0])))
