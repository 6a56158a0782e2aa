import math

loss_without_hidden = math.log(2)
