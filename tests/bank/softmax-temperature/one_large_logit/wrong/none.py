# says: None
one_large_logit = None
