def split_text(ids, test_fraction=0.1):
    train_ids, test_ids = [], []
    for i, token in enumerate(ids):
        (train_ids if i < len(ids) * (1 - test_fraction) else test_ids).append(token)
    return np.array(train_ids), np.array(test_ids)
