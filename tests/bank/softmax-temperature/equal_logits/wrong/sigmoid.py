# says: sum
equal_logits = 1 / (1 + np.exp(-np.zeros(5)))
