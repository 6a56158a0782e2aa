one_large_logit = (0.999909, 4.54e-5, 4.54e-5)
