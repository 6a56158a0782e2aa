import math

words = ['king', 'man', 'woman', 'queen', 'bread']
x = [1, -1, 1, 0, 0]
one_hot_cosines = []
for i in range(5):
    v = [0] * 5
    v[i] = 1
    dot = sum(p * q for p, q in zip(x, v))
    one_hot_cosines.append(dot / math.sqrt(sum(p * p for p in x)))
