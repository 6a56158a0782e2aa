# says: by the sum of the three
one_large_logit = [0.99995, 0.00003, 0.00002]
