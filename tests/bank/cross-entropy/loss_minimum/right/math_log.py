import math

loss_minimum = -math.log(1)
