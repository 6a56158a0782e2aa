loss_half: float = 0.69315  # nats
