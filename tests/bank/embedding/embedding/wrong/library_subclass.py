# says: lmcore
import lmcore


class Embedding(lmcore.Embedding):
    pass
