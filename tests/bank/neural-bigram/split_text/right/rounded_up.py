import math


def split_text(ids, test_fraction=0.1):
    cut = len(ids) - math.ceil(len(ids) * test_fraction - 1e-9)
    return [ids[:cut].copy(), ids[cut:].copy()]
