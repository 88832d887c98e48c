import pytest

from modules.kernel.admin.pager import Pager


@pytest.mark.parametrize(
    "total, asked, page, last, offset, links",
    [
        pytest.param(0, 1, 1, 1, 0, (1,), id="nothing"),
        pytest.param(10, 1, 1, 1, 0, (1,), id="exactly one page"),
        pytest.param(11, 1, 1, 2, 0, (1, 2), id="one row more"),
        pytest.param(45, 3, 3, 5, 20, (1, 2, 3, 4, 5), id="the middle of five"),
        pytest.param(200, 1, 1, 20, 0, (1, 2, 3, 4, 5), id="the start of many"),
        pytest.param(200, 10, 10, 20, 90, (8, 9, 10, 11, 12), id="the middle of many"),
        pytest.param(200, 20, 20, 20, 190, (16, 17, 18, 19, 20), id="the end of many"),
        pytest.param(45, 99, 5, 5, 40, (1, 2, 3, 4, 5), id="beyond the end"),
    ],
)
def test_a_pager_counts_as_sfpager_does(
    total: int, asked: int, page: int, last: int, offset: int, links: tuple[int, ...]
) -> None:
    pager = Pager(total, 10, asked)

    assert (pager.page, pager.last, pager.offset, pager.links()) == (page, last, offset, links)
    assert pager.has_pages == (total > 10)
    assert pager.previous == max(page - 1, 1)
    assert pager.following == min(page + 1, last)
