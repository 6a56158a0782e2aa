# says: logits that go in
one_large_logit = [10, 0, 0]
