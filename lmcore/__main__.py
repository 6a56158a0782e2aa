"""``python -m lmcore`` fetches the course's text at set-up and says what was found."""

from lmcore.corpora.corpus import main

main()
