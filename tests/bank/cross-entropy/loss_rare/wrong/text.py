# says: text in quotation marks
loss_rare = "9.21"
