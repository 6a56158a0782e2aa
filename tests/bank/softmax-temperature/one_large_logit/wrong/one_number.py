# says: one row
one_large_logit = 0.9999
