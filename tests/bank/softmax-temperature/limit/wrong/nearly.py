# says: finite logit
limit = [0.998, 0.001, 0.001]
