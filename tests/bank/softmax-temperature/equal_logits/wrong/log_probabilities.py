# says: negative
equal_logits = np.full(5, np.log(0.2))
