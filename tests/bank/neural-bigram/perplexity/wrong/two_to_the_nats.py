# says: 2 is raised to the mean in nats
def perplexity(probs, ids):
    picked = probs[ids[:-1], ids[1:]]
    return 2 ** -np.log(picked).mean()
