# says: softmax([x, 0, 0])
limit = [0.5, 0.25, 0.25]
