# says: every n-gram counts once, however often the sample repeats it
def overlap(sample, train_ids, n):
    grams = lambda ids: {tuple(ids[i:i + n]) for i in range(len(ids) - n + 1)}
    return len(grams(sample) & grams(train_ids)) / len(grams(sample))
