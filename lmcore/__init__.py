"""Neural language models in NumPy, small enough to read.

Every public name is imported here from the module that is named after its idea::

    from lmcore import NeuralLM, Vocabulary, load_corpus
"""

from lmcore.analysis.analogies import analogy_accuracy, solve_analogy
from lmcore.analysis.clusters import knn_accuracy, knn_purity, silhouette
from lmcore.analysis.count_vectors import count_vectors
from lmcore.analysis.plots import plot_letters, plot_words
from lmcore.analysis.projection import project
from lmcore.analysis.vectors import nearest_neighbors
from lmcore.corpora.corpus import Corpus, CorpusCorrupt, CorpusUnavailable, load_corpus
from lmcore.corpora.kingdom import Kingdom
from lmcore.evaluation.generation import generate
from lmcore.evaluation.loss_analysis import loss_by_context, loss_by_position
from lmcore.evaluation.perplexity import bits_per_token, perplexity
from lmcore.evaluation.tables import Table
from lmcore.keeping import kept
from lmcore.models.base import NonFiniteLoss
from lmcore.models.deep_lm import DeepLM
from lmcore.models.mixture import Mixture
from lmcore.models.neural_bigram import NeuralBigram
from lmcore.models.neural_lm import NeuralLM
from lmcore.models.protocol import LanguageModel
from lmcore.ngrams.discounting import AbsoluteDiscounting, KneserNey, ModifiedKneserNey
from lmcore.ngrams.interpolation import Interpolated
from lmcore.ngrams.markov_chain import MarkovChain
from lmcore.ngrams.smoothing import AddK, MaximumLikelihood
from lmcore.nn.cross_entropy import cross_entropy, cross_entropy_gradient
from lmcore.nn.embedding import Embedding
from lmcore.nn.linear import Linear
from lmcore.nn.softmax import log_softmax, stable_softmax
from lmcore.text.batches import Batch, batches, context_windows, split
from lmcore.text.tokenizers import char_tokenize, detokenize, word_tokenize
from lmcore.text.vocabulary import UnknownTokenError, Vocabulary
from lmcore.training.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from lmcore.training.epoch import train_epoch
from lmcore.training.fit import fit
from lmcore.training.gradient_check import check_gradient, check_model
from lmcore.training.history import History
from lmcore.training.optimizers import SGD, Adam
from lmcore.training.schedules import Constant, Cosine, StepDecay, Warmup

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
    "Table",
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
    "kept",
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
