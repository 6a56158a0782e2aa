# says: too coarsely
one_large_logit = [0.9998, 0.0001, 0.0001]
