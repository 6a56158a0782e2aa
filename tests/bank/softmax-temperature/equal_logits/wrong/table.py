# says: not a table
equal_logits = np.full((4, 5), 0.05)
