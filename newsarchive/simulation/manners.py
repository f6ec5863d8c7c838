"""Whether the crawler behaved: pauses, pleas to be left alone, robots.txt, traps, and servers that are down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from newsarchive.demo.compare import Difference
from newsarchive.exits import ExitCode
from newsarchive.simulation.holding import SimHolding, address_of
from newsarchive.simulation.outlets import SimOutlet
from newsarchive.simulation.run import Simulated

TRAP_A_DAY = 60.0
"""Requests a day into a trap without end that are called bounded; a run may find new corridors, but has to stop."""

TRAP_AT_FIRST = 150
"""Requests that the first walk into a trap may cost."""

WELL = frozenset({ExitCode.OK, ExitCode.HEALTH})
"""How a run of cron may end where only some outlets are hostile: those are to be named, and no others."""


def manners_differences(run: Simulated, holding: SimHolding, counts: Counter[str]) -> Iterator[Difference]:
    """Every breach, as measured at the servers, and every outlet that was wrongly left alone, or wrongly not."""
    yield from _services(run, counts)
    for slug, count in sorted(run.ledger.forbidden.items()):
        yield Difference("robots-disobeyed", slug, f"{count} requests while its robots.txt could not be had")
    days = run.world.scale.days
    for outlet in run.world.outlets:
        trapped = run.ledger.requests[outlet.slug, "trap"]
        counts["trap"] += trapped
        if trapped > TRAP_AT_FIRST + TRAP_A_DAY * days:
            yield Difference("trapped", outlet.slug, f"{trapped} requests into the trap in {days:g} days")
        yield from _standing(outlet, holding, counts)
    yield from _alarms(run, holding, counts)
    for sim_run in run.runs:
        counts[f"exit:{int(sim_run.outcome.exit_code)}"] += 1
        if sim_run.outcome.exit_code not in WELL:
            detail = f"code {int(sim_run.outcome.exit_code)}, {sim_run.outcome.reason}, began {sim_run.began_at}"
            yield Difference("exit-code", f"run {sim_run.outcome.run_id}", detail)


def _alarms(run: Simulated, holding: SimHolding, counts: Counter[str]) -> Iterator[Difference]:
    """An alarm about an outlet that is well is a false one; at the end, when nobody publishes any more, all may go."""
    for alarm in holding.alarms:
        outlet = run.world.by_slug.get(alarm.outlet or "")
        if outlet is not None and outlet.hostile is not None:
            counts["alarms:true"] += 1
        elif alarm.raised_at < run.world.scale.end:
            yield Difference("alarm", alarm.outlet or "all", f"{alarm.rule}: {alarm.detail}")


def _services(run: Simulated, counts: Counter[str]) -> Iterator[Difference]:
    for name, service in run.ledger.services.items():
        counts["requests"] += service.requests
        counts["services"] += 1
        if service.too_soon:
            shortest = 0.0 if service.shortest is None else service.shortest.total_seconds()
            detail = f"{service.too_soon} of {service.requests} requests sooner than {service.needed_s:g} s"
            yield Difference("delay", name, f"{detail}; the shortest pause was {shortest:.3f} s")
        if service.open_most > 1:
            yield Difference("connections", name, f"{service.open_most} requests at once")
        if service.disregarded:
            yield Difference("retry-after", name, f"{service.disregarded} requests before the time it had asked for")


def _standing(outlet: SimOutlet, holding: SimHolding, counts: Counter[str]) -> Iterator[Difference]:
    standing, hostile = holding.standings.get(outlet.slug), outlet.hostile
    is_left_alone = standing is not None and standing.quarantined_at is not None
    counts["quarantined"] += is_left_alone
    if hostile is None:
        if is_left_alone:
            yield Difference("quarantine", outlet.slug, f"is well, yet set aside for {standing and standing.reason}")
        return
    if not hostile.is_whole:
        return
    counts["dead"] += 1
    if not is_left_alone:
        yield Difference("quarantine", outlet.slug, f"nothing answers there ({hostile.way}), yet it is not set aside")
    lists = {
        reason
        for address, reasons in holding.reasons.items()
        if holding.outlets_of[address] == outlet.slug and holding.is_list(address)
        for reason in reasons
    }
    if not lists & hostile.reasons:
        yield Difference("reason", address_of(f"http://{outlet.host}/"), f"its lists failed for {sorted(lists)}")
