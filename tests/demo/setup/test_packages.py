import re

import pytest

from demo.setup.packages import PACKAGES, Group, described, installed_names, missing, wanted


@pytest.mark.parametrize(
    "smaller, larger",
    [(Group.RUN, Group.TEST), (Group.TEST, Group.BENCH)],
)
def test_a_group_holds_the_one_before_it(smaller, larger):
    assert set(wanted(smaller)) < set(wanted(larger))


def test_a_browser_is_wanted_for_the_tests_only():
    assert "chromium" not in {each.name for each in wanted(Group.RUN)}
    assert "chromium" in {each.name for each in wanted(Group.TEST)}


def test_every_package_has_a_reason_and_stands_once():
    names = [each.name for each in PACKAGES]

    assert len(names) == len(set(names))
    assert all(each.reason for each in PACKAGES)
    assert all(re.fullmatch(r"[a-z0-9.+-]+", name) for name in names)


def test_none_brings_the_system_service_of_a_database():
    assert {"mariadb-server", "mysql-server", "default-mysql-server"}.isdisjoint(
        each.name for each in PACKAGES
    )


def test_what_the_tests_run_on_is_installed():
    assert missing(Group.TEST) == []
    assert "nginx" in installed_names()


def test_the_list_for_people_gives_each_reason():
    text = described([each for each in PACKAGES if each.name in {"nginx", "acl"}])

    assert re.search(r"^  acl +lets the services' user pass", text, re.MULTILINE)
    assert re.search(r"^  nginx  serves", text, re.MULTILINE)
