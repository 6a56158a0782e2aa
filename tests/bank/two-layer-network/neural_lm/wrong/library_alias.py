# says: hands the work to lmcore
from lmcore import NeuralLM
