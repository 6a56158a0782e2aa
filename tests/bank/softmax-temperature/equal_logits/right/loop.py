import math

z = [2.0] * 5
total = sum(math.exp(x) for x in z)
equal_logits = []
for x in z:
    equal_logits.append(math.exp(x) / total)
