# says: percent
one_large_logit = [99.99, 0.005, 0.005]
