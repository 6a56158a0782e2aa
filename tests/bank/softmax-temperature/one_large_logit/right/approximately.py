one_large_logit = [0.9999, 0.00005, 0.00005]
