# says: finds it inside 11 2
def overlap(sample, train_ids, n):
    text = " ".join(map(str, train_ids))
    runs = [" ".join(map(str, sample[i : i + n])) for i in range(len(sample) - n + 1)]
    return np.mean([run in text for run in runs])
