import hashlib
import pickle
import runpy
import sys

import pooch
import pytest

from lmcore.corpora import corpus as module
from lmcore.corpora.corpus import CorpusCorrupt, CorpusUnavailable, load_corpus
from lmcore.corpora.kingdom import Kingdom
from lmcore.text.tokenizers import word_tokenize


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """No data directory, an empty cache, no network."""
    monkeypatch.delenv("LMCORE_DATA", raising=False)
    monkeypatch.setenv("LMCORE_OFFLINE", "1")
    monkeypatch.setattr(pooch, "os_cache", lambda name: tmp_path / "cache")
    return tmp_path


@pytest.fixture
def small_shakespeare(monkeypatch):
    """A text of which the library believes that it is Tiny Shakespeare."""
    text = b"First Citizen:\nSpeak.\n"
    monkeypatch.setattr(module, "SHAKESPEARE_SHA256", hashlib.sha256(text).hexdigest())
    return text


def test_kingdom_is_the_same_text_every_time():
    kingdom = load_corpus("kingdom")
    assert kingdom.name == "kingdom" and "grammar" in kingdom.source
    assert 1_000_000 < len(kingdom) < 1_200_000
    assert load_corpus("kingdom") is kingdom
    assert set(kingdom) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .,:!?\n")


def test_the_grammar_can_say_every_word_of_the_kingdom():
    log_probs = Kingdom().log_probs(word_tokenize(load_corpus("kingdom")))
    assert len(log_probs) == 260_000
    assert -log_probs.mean() == pytest.approx(Kingdom().entropy_per_token, rel=0.01)


def test_a_corpus_is_a_str_that_survives_pickling():
    kingdom = load_corpus("kingdom")
    again = pickle.loads(pickle.dumps(kingdom))
    assert isinstance(kingdom, str)
    assert (again, again.name, again.source) == (kingdom, kingdom.name, kingdom.source)


def test_unknown_names_are_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="unknown corpus 'bible': .* shakespeare, kingdom"):
        load_corpus("bible")


@pytest.mark.parametrize("file_name", ["input.txt", "shakespeare.txt"])
def test_data_directory_comes_first(nowhere, monkeypatch, small_shakespeare, file_name):
    (nowhere / file_name).write_bytes(small_shakespeare)
    monkeypatch.setenv("LMCORE_DATA", str(nowhere))
    for corpus in (load_corpus("shakespeare"), load_corpus()):
        assert corpus == small_shakespeare.decode()
        assert corpus.name == "shakespeare" and "LMCORE_DATA" in corpus.source


def test_the_cache_comes_second(nowhere, small_shakespeare):
    (nowhere / "cache").mkdir()
    (nowhere / "cache" / "shakespeare.txt").write_bytes(small_shakespeare)
    corpus = load_corpus("shakespeare")
    assert corpus == small_shakespeare.decode() and "cache" in corpus.source
    assert str(nowhere) not in corpus.source  # it stands on published pages


def test_a_wrong_file_is_an_error_even_where_no_name_was_given(nowhere, monkeypatch):
    (nowhere / "input.txt").write_bytes(b"not Shakespeare")
    monkeypatch.setenv("LMCORE_DATA", str(nowhere))
    for name in ("shakespeare", None):
        with pytest.raises(
            CorpusCorrupt, match=r"input\.txt is not .* expected SHA-256 86c4.* got"
        ):
            load_corpus(name)


def test_shakespeare_by_name_or_a_clear_error(nowhere):
    with pytest.raises(CorpusUnavailable, match="set LMCORE_DATA .* or use load_corpus"):
        load_corpus("shakespeare")


def test_without_a_name_the_kingdom_steps_in_and_says_why(nowhere):
    corpus = load_corpus()
    assert corpus == load_corpus("kingdom") and corpus.name == "kingdom"
    assert "Shakespeare is not here" in corpus.source and "LMCORE_OFFLINE" in corpus.source


def test_a_failed_download_is_not_tried_twice(nowhere, monkeypatch):
    attempts = []

    def fail(*args, **kwargs):
        attempts.append(args)
        raise OSError("no network")

    monkeypatch.setenv("LMCORE_OFFLINE", "0")
    monkeypatch.setattr(pooch, "retrieve", fail)
    for _ in range(3):
        with pytest.raises(CorpusUnavailable, match="the download failed"):
            load_corpus("shakespeare")
    assert len(attempts) == 1


def test_fetching_at_set_up_says_one_line(nowhere, monkeypatch, capsys):
    runpy.run_module("lmcore", run_name="__main__")
    assert capsys.readouterr().out.startswith("kingdom, ")
    (nowhere / "input.txt").write_bytes(b"not Shakespeare")
    monkeypatch.setenv("LMCORE_DATA", str(nowhere))
    module.main()
    out = capsys.readouterr().out
    assert out.startswith("kingdom only. ") and out.count("\n") == 1


def test_without_pooch_the_kingdom_is_read(monkeypatch):
    monkeypatch.delenv("LMCORE_DATA", raising=False)
    monkeypatch.setitem(sys.modules, "pooch", None)
    corpus = load_corpus()
    assert corpus.name == "kingdom"
    assert "pooch" in corpus.source
    with pytest.raises(CorpusUnavailable, match="pooch"):
        load_corpus("shakespeare")
