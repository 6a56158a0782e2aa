# says: finite logit
limit = [0.8, 0.1, 0.1]
