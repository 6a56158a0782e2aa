# says: sum
equal_logits = np.exp(np.zeros(5))
