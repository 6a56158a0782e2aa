# says: three logits
limit = [1, 0, 0, 0, 0]
