# says: rounded away
one_large_logit = [1, 0, 0]
