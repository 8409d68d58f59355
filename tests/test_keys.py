"""The keys of an installation that was given none."""

import base64
import json
import multiprocessing
from pathlib import Path

import pytest

from jht_portal.lib.keys import local_secrets


def test_processes_that_start_at_once_agree_on_the_keys(tmp_path):
    with multiprocessing.get_context("fork").Pool(8) as pool:
        made = pool.map(local_secrets, [tmp_path / "data"] * 64, chunksize=1)

    assert all(each == made[0] for each in made)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secrets.json"]


def test_keys_are_made_once_and_kept(tmp_path):
    first = local_secrets(tmp_path)

    assert local_secrets(tmp_path) == first == json.loads((tmp_path / "secrets.json").read_text())


def test_two_installations_have_different_keys_of_full_length(tmp_path):
    one, other = local_secrets(tmp_path / "a"), local_secrets(tmp_path / "b")
    lengths = [len(base64.b64decode(one["field_keys"].removeprefix("1:"))), len(base64.b64decode(one["index_key"]))]

    assert (lengths, [name for name in one if one[name] == other[name]]) == ([32, 32], [])


def test_only_the_owner_may_read_the_keys(tmp_path):
    """G2"""
    local_secrets(tmp_path)

    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_keys_that_cannot_be_read_are_never_replaced(tmp_path):
    """G2: new keys in place of damaged ones would lock everything away for ever."""
    damaged: Path = tmp_path / "secrets.json"
    damaged.write_text("{")
    with pytest.raises(ValueError):
        local_secrets(tmp_path)

    assert damaged.read_text() == "{"
