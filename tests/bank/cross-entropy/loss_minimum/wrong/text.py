# says: text in quotation marks
loss_minimum = "0"
