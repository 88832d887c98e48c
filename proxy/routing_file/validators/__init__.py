"""What a well-formed routing file may still get wrong: one function for each rule."""

from collections.abc import Callable, Iterator

from proxy.routing_file.draft import Draft
from proxy.routing_file.mistakes import Mistake
from proxy.routing_file.validators.crossing import shapes_do_not_cross
from proxy.routing_file.validators.methods import safe_and_unsafe_stay_together
from proxy.routing_file.validators.ownership import every_address_has_one_lot
from proxy.routing_file.validators.reach import (
    catch_alls_are_declared,
    every_route_can_be_reached,
    our_own_pages_are_not_claimed,
)
from proxy.routing_file.validators.redirects import redirects_lead_to_a_page
from proxy.routing_file.validators.references import (
    hosts_have_one_backend,
    modules_belong_to_one_lot,
    needed_lots_exist,
    needs_do_not_go_round,
)
from proxy.routing_file.validators.splitting import clusters_move_as_one, hours_can_be_kept

Validator = Callable[[Draft], Iterator[Mistake]]

VALIDATORS: tuple[Validator, ...] = (
    hosts_have_one_backend,
    needed_lots_exist,
    needs_do_not_go_round,
    modules_belong_to_one_lot,
    our_own_pages_are_not_claimed,
    catch_alls_are_declared,
    every_route_can_be_reached,
    every_address_has_one_lot,
    shapes_do_not_cross,
    safe_and_unsafe_stay_together,
    redirects_lead_to_a_page,
    hours_can_be_kept,
    clusters_move_as_one,
)
