# says: by the sum of the three
one_large_logit = [0.99, 0.005, 0.005]
