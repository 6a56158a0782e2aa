import cmath

loss_rare = -cmath.log(0.0001)
