# says: lmcore
from lmcore import log_softmax
