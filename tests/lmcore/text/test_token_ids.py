import numpy as np
import pytest

from lmcore.text.token_ids import check_token_ids


@pytest.mark.parametrize("dtype", ["u1", "u2", "i1", "i4", "i8"])
def test_ids_in_range_pass(dtype):
    ids = np.array([[0, 4], [3, 1]], dtype)
    assert check_token_ids(ids, 5) is ids
    assert check_token_ids(ids[:, ::-1], 5).shape == (2, 2)
    assert check_token_ids([], 5).size == 0


@pytest.mark.parametrize("dtype", ["i1", "i4", "i8"])
@pytest.mark.parametrize("wrong", [-1, 5, 127, -128])
def test_ids_out_of_range_are_named(dtype, wrong):
    with pytest.raises(IndexError, match=f"windows holds the token id {wrong},.* 0 to 4"):
        check_token_ids(np.array([0, wrong, 2], dtype), 5, "windows")


@pytest.mark.parametrize("ids", [[0.0, 1.0], ["a"], [True]])
def test_what_is_no_integer_is_an_error(ids):
    with pytest.raises(TypeError, match="integers"):
        check_token_ids(np.array(ids), 5)
