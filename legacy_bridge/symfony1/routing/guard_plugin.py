"""The routes of sfDoctrineGuardPlugin 5.0, for projects given without their plugins' files."""

from collections.abc import Iterator

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.routing.classes import SYMFONY_ONLY
from legacy_bridge.symfony1.routing.collections import Collection, expanded
from legacy_bridge.symfony1.routing.php_routes import Added
from legacy_bridge.symfony1.routing.routes import RouteDefinition
from legacy_bridge.symfony1.sfyaml.inline import Value

NAME = "sfDoctrineGuardPlugin"

_SPOT = Spot(f"plugins/{NAME}/lib/routing/sfGuardRouting.class.php")


def _route(name: str, url: str, module: str, action: str) -> Added:
    defaults: dict[str, Value] = {"module": module, "action": action}
    return Added("front", (RouteDefinition(name, "sfRoute", url, defaults, {}, {}, _SPOT),))


def _change() -> Added:
    name = "sf_guard_forgot_password_change"
    return Added(
        "front",
        (
            RouteDefinition(
                name,
                "sfDoctrineRoute",
                "/guard/forgot_password/:unique_key",
                {"module": "sfGuardForgotPassword", "action": "change"},
                {"sf_method": ["get", "post"]},
                {"model": "sfGuardForgotPassword", "type": "object"},
                _SPOT,
                takes_methods=True,
            ),
        ),
    )


def _admin(name: str, model: str, path: str) -> Added:
    options: dict[str, Value] = {
        "model": model,
        "module": model,
        "prefix_path": f"/guard/{path}",
        "with_wildcard_routes": True,
        "collection_actions": {"filter": "post", "batch": "post"},
    }
    collection = Collection(name, "sfDoctrineRouteCollection", options, {}, _SPOT)
    return Added("front", tuple(expanded(collection, SYMFONY_ONLY)))


def guard_routes(enabled_modules: set[str]) -> Iterator[Added]:
    """What the plugin adds when these modules are enabled, in the order it adds it.

    Source: the captured expansions; sfDoctrineGuardPluginConfiguration::initialize.
    """
    if "sfGuardAuth" in enabled_modules:
        yield _route("sf_guard_signin", "/guard/login", "sfGuardAuth", "signin")
        yield _route("sf_guard_signout", "/guard/logout", "sfGuardAuth", "signout")
    for name, model, path in (
        ("sf_guard_user", "sfGuardUser", "users"),
        ("sf_guard_group", "sfGuardGroup", "groups"),
        ("sf_guard_permission", "sfGuardPermission", "permissions"),
    ):
        if model in enabled_modules:
            yield _admin(name, model, path)
    if "sfGuardRegister" in enabled_modules:
        yield _route("sf_guard_register", "/guard/register", "sfGuardRegister", "index")
    if "sfGuardForgotPassword" in enabled_modules:
        path = "/guard/forgot_password"
        yield _route("sf_guard_forgot_password", path, "sfGuardForgotPassword", "index")
        yield _change()
