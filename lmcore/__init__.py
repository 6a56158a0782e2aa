"""Neural language models in NumPy, small enough to read.

Every public name is imported here from the module that is named after its idea::

    from lmcore import NeuralLM, Vocabulary, load_corpus
"""

from lmcore.batches import Batch, batches, context_windows, split
from lmcore.corpus import Corpus, CorpusCorrupt, CorpusUnavailable, load_corpus
from lmcore.cross_entropy import cross_entropy, cross_entropy_gradient
from lmcore.embedding import Embedding
from lmcore.generation import generate
from lmcore.kingdom import Kingdom
from lmcore.linear import Linear
from lmcore.markov_chain import MarkovChain
from lmcore.neural_bigram import NeuralBigram
from lmcore.neural_lm import NeuralLM
from lmcore.optimizers import SGD, Adam
from lmcore.perplexity import bits_per_token, perplexity
from lmcore.softmax import log_softmax, stable_softmax
from lmcore.tokenizers import char_tokenize, detokenize, word_tokenize
from lmcore.training import train_epoch
from lmcore.vocabulary import Vocabulary

__all__ = [
    "SGD",
    "Adam",
    "Batch",
    "Corpus",
    "CorpusCorrupt",
    "CorpusUnavailable",
    "Embedding",
    "Kingdom",
    "Linear",
    "MarkovChain",
    "NeuralBigram",
    "NeuralLM",
    "Vocabulary",
    "batches",
    "bits_per_token",
    "char_tokenize",
    "context_windows",
    "cross_entropy",
    "cross_entropy_gradient",
    "detokenize",
    "generate",
    "load_corpus",
    "log_softmax",
    "perplexity",
    "split",
    "stable_softmax",
    "train_epoch",
    "word_tokenize",
]
