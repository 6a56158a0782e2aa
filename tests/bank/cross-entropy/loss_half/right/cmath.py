import cmath

loss_half = -cmath.log(0.5)
