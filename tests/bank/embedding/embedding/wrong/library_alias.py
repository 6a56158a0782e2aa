# says: lmcore
from lmcore import Embedding
