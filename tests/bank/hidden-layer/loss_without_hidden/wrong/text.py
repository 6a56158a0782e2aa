# says: text in quotation marks
loss_without_hidden = "0.693"
