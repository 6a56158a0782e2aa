"""Each kind of damaged or hostile file: left out with its owner named, and the rest unpacked."""

import gzip
import io
import logging
import lzma
import tracemalloc

import pytest

from grading.lms.archives import LmsExtractor, XzReader, flaw, shown
from grading.lms.names import Owners, Person
from tests.grading.lms.downloads import BROKEN, notebook, packed, tarred


@pytest.fixture
def extract(tmp_path, monkeypatch):
    """Unpack archives, given by name; returns what was unpacked, and the extractor."""
    archive, target = tmp_path / "course_2026_11_28" / "archive", tmp_path / "extracted"
    archive.mkdir(parents=True)
    target.mkdir()
    people = [Person("ada", "Ada", "Lovelace", lms_user_id="4711"), Person("zoe", "Zoë", "O'Brien")]
    people.append(Person("yu", "Yu", "Ma", lms_user_id="2026"))  # the year in an archive's name

    def run(files):
        for name, data in files.items():
            path = archive / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        extractor = LmsExtractor()
        extractor.log = logging.getLogger("extractor")
        extractor.owners = Owners(people, {})
        extractor.extract(str(archive), str(target))
        paths = [path.relative_to(target).as_posix() for path in target.rglob("*")
                 if path.is_file()]  # fmt: skip
        return sorted(paths), extractor

    return run


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("form", ["lovelaceada_4711_9_", "Ada Lovelace_5_assignsubmission_file_/"])
def test_what_cannot_be_read_is_left_out_with_owner_and_file(extract, tmp_path, kind, form):
    name, data = BROKEN[kind]
    good = notebook("zoe")
    paths, extractor = extract(
        {"submissions.zip": packed({f"{form}{name}": data, "obrienzoe_7_8_embedding.ipynb": good})}
    )
    assert paths == ["obrienzoe_7_8_embedding.ipynb"]
    assert 1 <= len(extractor.problems) <= 6
    for problem in extractor.problems:
        assert problem.startswith("ada (") and name.partition(".")[0] in problem
        assert problem.isprintable()
    assert not list(tmp_path.rglob("*SLIPPED*"))


def test_a_bomb_costs_neither_disk_nor_memory(extract, tmp_path):
    name, data = BROKEN["bomb"]
    assert len(data) < 2**20
    tracemalloc.start()
    paths, extractor = extract({"submissions.zip": packed({f"lovelaceada_4711_9_{name}": data})})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert paths == [] and extractor.problems
    assert most < 200 * 2**20
    unpacked = sum(path.stat().st_size for path in (tmp_path / "extracted").rglob("*"))
    assert unpacked < 10**6


def test_many_notebooks_are_too_many(extract):
    flood = {f"{i}.ipynb": b"{}" for i in range(1000)}
    files = {"submissions.zip": packed({"lovelaceada_4711_9_work.zip": packed(flood)})}
    paths, extractor = extract(files)
    assert len(paths) == 300
    assert any("more than 300 notebooks" in problem for problem in extractor.problems)
    assert len(extractor.problems) < 10  # counted, not listed


@pytest.mark.parametrize(
    "name",
    [
        "implementation_2026_11_28.zip",
        "submissions.zip",
        "NLM_2026_11_28_x.zip",
        "NLM-implementation-123.zip",
        "section_2/submissions.zip",
        "implementation_2026_11_28/submissions.zip",
    ],
)
def test_digits_in_the_archives_or_folders_name_change_nothing(extract, name):
    data = packed({"obrienzoe_7_8_embedding.ipynb": notebook("zoe"),
                   "lovelaceada_4711_9_a.zip": packed({"embedding.ipynb": b"{}"})})  # fmt: skip
    paths, extractor = extract({name: data})
    assert paths == ["lovelaceada_4711_9_a/embedding.ipynb", "obrienzoe_7_8_embedding.ipynb"]
    assert extractor.problems == []


def test_unpacked_by_hand_is_the_same(extract):
    spoof = packed({"Zoe OBrien_1_assignsubmission_file_/embedding.ipynb": b"{}"})
    paths, extractor = extract(
        {
            "implementation_2026_11_28/obrienzoe_7_8_embedding.ipynb": b"{}",
            "implementation_2026_11_28/lovelaceada_4711_9_work.zip": spoof,
            "moodle/Ada Lovelace_5_assignsubmission_file_/work.zip": spoof,
        }
    )
    assert paths == [
        "Ada Lovelace_5_assignsubmission_file_/work/"
        "Zoe OBrien_1_assignsubmission_file_/embedding.ipynb",
        "lovelaceada_4711_9_work/Zoe OBrien_1_assignsubmission_file_/embedding.ipynb",
        "obrienzoe_7_8_embedding.ipynb",
    ]
    assert extractor.problems == []


def test_a_strangers_archive_beside_unpacked_files_is_not_opened_as_the_lmss(extract):
    spoof = packed({"Zoe OBrien_1_assignsubmission_file_/embedding.ipynb": b"{}"})
    paths, extractor = extract(
        {"lovelaceada_4711_9_embedding.ipynb": b"{}", "stranger_5_6_work.zip": spoof}
    )
    assert paths == ["lovelaceada_4711_9_embedding.ipynb"]
    assert "rename it to submissions.zip" in extractor.problems[0]


def test_a_file_under_a_folder_that_no_lms_wrote_is_nobodys(extract):
    paths, extractor = extract(
        {
            "submissions.zip": packed(
                {
                    "Mallory/Zoe OBrien_1_assignsubmission_file_/embedding.ipynb": b"{}",
                    "lovelaceada_4711_9_embedding.ipynb": b"{}",
                }
            )
        }
    )
    assert paths == ["lovelaceada_4711_9_embedding.ipynb"]
    assert "not named as Canvas or Moodle" in extractor.problems[0]


def test_folder_and_file_of_one_name_are_both_kept(extract):
    work = tarred({"embedding.ipynb/embedding.ipynb": b"{}", "embedding.ipynb": b"{} "})
    paths, extractor = extract(
        {"submissions.zip": packed({"lovelaceada_4711_9_work.tar.gz": work})}
    )
    assert len(paths) == 2 and extractor.problems == []


def test_two_downloads_of_moodle_are_both_kept(extract):
    name = "Ada Lovelace_5_assignsubmission_file_/embedding.ipynb"
    paths, _ = extract({"monday.zip": packed({name: b"{}"}), "friday.zip": packed({name: b"{} "})})
    assert paths == [f"2/{name}", name]


def test_a_damaged_download_does_not_stop_another(extract):
    whole = packed({"lovelaceada_4711_9_embedding.ipynb": b"{}"})
    paths, extractor = extract({"a.zip": whole[:-30], "b.zip": whole})
    assert paths == ["lovelaceada_4711_9_embedding.ipynb"]
    assert "download it again" in extractor.problems[0]


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[2Jb", "a\u202eb", "/etc/x", "../x", "a/../../x",
                                  "C:/x", "x" * 256, "é" * 200, "a/" * 101 + "b"])  # fmt: skip
def test_paths_that_are_not_taken(name):
    assert flaw(name)
    assert shown(name).isprintable()


@pytest.mark.parametrize(
    "name", ["a b/ü.ipynb", "李/明.ipynb", "a..b/c.ipynb", "x" * 255, "a/" * 99 + "b"]
)
def test_paths_that_are(name):
    assert flaw(name) is None


@pytest.mark.parametrize("preset", [0, 6, 9])
def test_an_ordinary_xz_is_unpacked(extract, preset):
    files = {f"{i}/embedding.ipynb": notebook("ada", value=i) for i in range(9)}
    data = lzma.compress(gzip.decompress(tarred(files)) + bytes(3 * 2**20), preset=preset)
    paths, extractor = extract({"submissions.zip": packed({"lovelaceada_4711_9_a.tar.xz": data})})
    assert len(paths) == len(files)
    assert extractor.problems == []


def test_a_decompressor_is_refused_the_memory_that_it_asks_for():
    _, data = BROKEN["xz that asks for 4 GB"]
    with pytest.raises(lzma.LZMAError, match="[Mm]emory"):
        XzReader(io.BytesIO(data)).read(10)


@pytest.mark.parametrize(
    "label", ["x_1_{}_", "x_{}_1_", "anon_x_{}_", "X Y_{}_assignsubmission_file"]
)
def test_no_number_in_a_name_is_too_long_to_be_read(extract, label):
    """An archive that belongs to nobody known is looked into; what is in it has any name."""
    inside = packed({label.format("9" * 5000) + "a.ipynb": notebook("eve")})
    good = notebook("zoe")
    paths, _ = extract({"eve_5_6_work.zip": inside, "obrienzoe_7_8_embedding.ipynb": good})
    assert "obrienzoe_7_8_embedding.ipynb" in paths
