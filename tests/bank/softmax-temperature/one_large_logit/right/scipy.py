from scipy.special import softmax

one_large_logit = softmax([10, 0, 0])
