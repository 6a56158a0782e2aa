"""The layers of a network, the softmax and the loss, each with its gradient."""
