"""A folder is shared by many, or had by one."""

from pathlib import Path

import pytest

from signon.kernel.files.folderlock import FolderInUse, FolderLock, if_alone


def test_many_share_a_folder_and_none_has_it_alone_meanwhile(tmp_path: Path) -> None:
    one, other = FolderLock(tmp_path), FolderLock(tmp_path)
    one.share()
    other.share()

    with pytest.raises(FolderInUse):
        one.take_alone()

    assert not if_alone(tmp_path, lambda: None)
    other.release()
    one.take_alone()


def test_nobody_shares_what_one_has_alone(tmp_path: Path) -> None:
    one, other = FolderLock(tmp_path), FolderLock(tmp_path)
    one.share()
    one.take_alone()

    with pytest.raises(FolderInUse):
        other.share(seconds=0.1)

    one.release()
    other.share()


def test_a_folder_that_was_had_alone_is_free_afterwards(tmp_path: Path) -> None:
    calls: list[int] = []

    assert if_alone(tmp_path, lambda: calls.append(1))
    assert if_alone(tmp_path, lambda: calls.append(2))

    assert calls == [1, 2]
