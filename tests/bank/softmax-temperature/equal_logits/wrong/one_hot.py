# says: pick a winner
equal_logits = np.eye(5)[0]
