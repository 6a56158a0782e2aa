# says: 2 is raised to the mean in nats
def perplexity(probs, targets):
    picked = probs[np.arange(len(targets)), targets]
    return 2 ** -np.log(picked).mean()
