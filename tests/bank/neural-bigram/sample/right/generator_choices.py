import itertools
import random


def sample(probs, first, n_tokens, seed):
    def tokens():
        luck, now = random.Random(seed), first
        while True:
            (now,) = luck.choices(range(len(probs)), weights=probs[now])
            yield now

    return np.fromiter(itertools.islice(tokens(), n_tokens), dtype=np.int64)
