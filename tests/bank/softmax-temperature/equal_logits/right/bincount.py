counts = np.bincount(np.arange(11))
equal_logits = counts / counts.sum()
