# says: sum
equal_logits = np.full(5, 1 / 4)
