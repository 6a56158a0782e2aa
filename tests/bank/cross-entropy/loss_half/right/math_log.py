import math

loss_half = -math.log(0.5)
