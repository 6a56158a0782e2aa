# says: keep a run as a tuple
def overlap(sample, train_ids, n):
    text = ''.join(map(str, train_ids))
    grams = [''.join(map(str, sample[i : i + n])) for i in range(len(sample) - n + 1)]
    return sum(gram in text for gram in grams) / len(grams)
