from lmcore import stable_softmax

equal_logits = stable_softmax(np.zeros(5))
