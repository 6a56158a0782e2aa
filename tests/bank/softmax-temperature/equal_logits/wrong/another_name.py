# says: 'equal_logits' is not defined
equal = np.full(5, 0.2)
