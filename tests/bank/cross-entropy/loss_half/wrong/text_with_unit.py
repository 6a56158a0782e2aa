# says: text in quotation marks
loss_half = "0.693 nats"
