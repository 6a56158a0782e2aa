import math

loss_rare = -math.log(1e-4)
