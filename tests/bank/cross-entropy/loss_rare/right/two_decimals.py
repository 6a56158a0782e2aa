loss_rare = 9.21
