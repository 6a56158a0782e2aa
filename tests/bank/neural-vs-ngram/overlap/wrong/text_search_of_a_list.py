# says: finds it inside 11 2
def overlap(sample, train_ids, n):
    text = str(train_ids.tolist())
    runs = [str(sample[i : i + n].tolist())[1:-1] for i in range(len(sample) - n + 1)]
    return np.mean([run in text for run in runs])
