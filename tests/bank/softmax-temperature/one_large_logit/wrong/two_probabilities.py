# says: three logits
z = np.array([10.0, 0.0])
one_large_logit = np.exp(z) / np.exp(z).sum()
