loss_rare = 9.210
