"""Neural language models in NumPy, small enough to read.

Every public name is imported here from the module that is named after its idea::

    from lmcore import NeuralLM, Vocabulary, load_corpus
"""

from lmcore.analogies import analogy_accuracy, solve_analogy
from lmcore.batches import Batch, batches, context_windows, split
from lmcore.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from lmcore.clusters import knn_accuracy, knn_purity, silhouette
from lmcore.corpus import Corpus, CorpusCorrupt, CorpusUnavailable, load_corpus
from lmcore.count_vectors import count_vectors
from lmcore.cross_entropy import cross_entropy, cross_entropy_gradient
from lmcore.deep_lm import DeepLM
from lmcore.embedding import Embedding
from lmcore.embedding_plots import plot_letters, plot_words
from lmcore.fit import fit
from lmcore.generation import generate
from lmcore.gradient_check import check_gradient, check_model
from lmcore.history import History
from lmcore.kingdom import Kingdom
from lmcore.language_model import LanguageModel
from lmcore.linear import Linear
from lmcore.loss_analysis import loss_by_context, loss_by_position
from lmcore.markov_chain import MarkovChain
from lmcore.mixture import Mixture
from lmcore.neighbors import nearest_neighbors
from lmcore.neural_bigram import NeuralBigram
from lmcore.neural_lm import NeuralLM
from lmcore.neural_model import NonFiniteLoss
from lmcore.optimizers import SGD, Adam
from lmcore.perplexity import bits_per_token, perplexity
from lmcore.projection import project
from lmcore.schedules import Constant, Cosine, StepDecay, Warmup
from lmcore.smoothing import AddK, MaximumLikelihood
from lmcore.smoothing_discounting import AbsoluteDiscounting, KneserNey, ModifiedKneserNey
from lmcore.smoothing_interpolated import Interpolated
from lmcore.softmax import log_softmax, stable_softmax
from lmcore.tokenizers import char_tokenize, detokenize, word_tokenize
from lmcore.training import train_epoch
from lmcore.vocabulary import UnknownTokenError, Vocabulary

__all__ = [
    "AbsoluteDiscounting",
    "Adam",
    "AddK",
    "Batch",
    "CheckpointError",
    "Constant",
    "Corpus",
    "CorpusCorrupt",
    "CorpusUnavailable",
    "Cosine",
    "DeepLM",
    "Embedding",
    "History",
    "Interpolated",
    "Kingdom",
    "KneserNey",
    "LanguageModel",
    "Linear",
    "MarkovChain",
    "MaximumLikelihood",
    "Mixture",
    "ModifiedKneserNey",
    "NeuralBigram",
    "NeuralLM",
    "NonFiniteLoss",
    "SGD",
    "StepDecay",
    "UnknownTokenError",
    "Vocabulary",
    "Warmup",
    "analogy_accuracy",
    "batches",
    "bits_per_token",
    "char_tokenize",
    "check_gradient",
    "check_model",
    "context_windows",
    "count_vectors",
    "cross_entropy",
    "cross_entropy_gradient",
    "detokenize",
    "fit",
    "generate",
    "knn_accuracy",
    "knn_purity",
    "load_checkpoint",
    "load_corpus",
    "log_softmax",
    "loss_by_context",
    "loss_by_position",
    "nearest_neighbors",
    "perplexity",
    "plot_letters",
    "plot_words",
    "project",
    "save_checkpoint",
    "silhouette",
    "solve_analogy",
    "split",
    "stable_softmax",
    "train_epoch",
    "word_tokenize",
]
