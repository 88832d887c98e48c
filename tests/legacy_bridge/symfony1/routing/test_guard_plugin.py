"""What sfDoctrineGuardPlugin adds, by the modules that are enabled."""

import pytest

from legacy_bridge.symfony1.routing.guard_plugin import guard_routes
from legacy_bridge.symfony1.routing.php_routes import with_added


@pytest.mark.parametrize(
    ("enabled", "names"),
    [
        pytest.param(set(), [], id="nothing"),
        pytest.param({"sfGuardAuth"}, ["sf_guard_signout", "sf_guard_signin"], id="sign-in"),
        pytest.param({"sfGuardRegister"}, ["sf_guard_register"], id="register"),
        pytest.param(
            {"sfGuardForgotPassword"},
            ["sf_guard_forgot_password_change", "sf_guard_forgot_password"],
            id="forgotten",
        ),
    ],
)
def test_modules_bring_their_routes_the_last_first(enabled: set[str], names: list[str]) -> None:
    assert [route.name for route in with_added((), list(guard_routes(enabled)))] == names


def test_administration_is_a_collection_of_eleven_routes() -> None:
    routes = with_added((), list(guard_routes({"sfGuardUser"})))

    assert len(routes) == 11
    assert routes[0].url == "/guard/users/filter.:sf_format"
