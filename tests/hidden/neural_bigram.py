"""Hidden checks of the mini-project, as its notebook calls them; one module a task."""

from tests.hidden.neural_bigram_comparison import comparison
from tests.hidden.neural_bigram_counts import markov_bigram
from tests.hidden.neural_bigram_network import bigram_probabilities, bigram_step, trigram
from tests.hidden.neural_bigram_perplexity import perplexity
from tests.hidden.neural_bigram_samples import sample
from tests.hidden.neural_bigram_split import split_text
from tests.hidden.neural_bigram_training import train

__all__ = [
    "bigram_probabilities",
    "bigram_step",
    "comparison",
    "markov_bigram",
    "perplexity",
    "sample",
    "split_text",
    "train",
    "trigram",
]
