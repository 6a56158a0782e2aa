# says: three logits
limit = [1, 0]
