# says: rounded away
one_large_logit = [0.9999, 0.0, 0.0]
