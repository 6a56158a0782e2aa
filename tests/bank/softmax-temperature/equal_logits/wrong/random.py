# says: no token can get more
r = np.random.default_rng(0).random(5)
equal_logits = r / r.sum()
