one_large_logit = [0.99991, 0.00005, 0.00005]
