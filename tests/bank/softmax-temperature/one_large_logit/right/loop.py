import math

z = [10, 0, 0]
total = 0
for x in z:
    total += math.exp(x)
one_large_logit = [math.exp(x) / total for x in z]
