# says: rounded too coarsely
one_large_logit = [0.99990, 0.00004, 0.00004]
