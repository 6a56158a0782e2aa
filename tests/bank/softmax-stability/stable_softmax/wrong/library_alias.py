# says: lmcore
from lmcore import stable_softmax
