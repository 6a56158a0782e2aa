# says: True and False
equal_logits = True
