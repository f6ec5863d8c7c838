"""What commands print of copies: the members of a cluster, and which articles contain which."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.cli import output
from newsarchive.store.copies.groups import Cluster, ClusterMember, Containment


def print_copies(key: str, cluster: Cluster | None, containments: Sequence[Containment]) -> None:
    """Print the copies of an article, and the articles around its text or in it; nothing where there are none."""
    if cluster is not None:
        output.section(f"Cluster {cluster.id}, earliest first", [member_line(one) for one in cluster.members])
    outer = [(one.share, one.outer, one.outer_title) for one in containments if one.inner == key]
    inner = [(one.share, one.inner, one.inner_title) for one in containments if one.outer == key]
    output.section("Contained in", [_share_line("of this text", *one) for one in outer])
    output.section("Contains", [_share_line("of that text", *one) for one in inner])


def member_line(member: ClusterMember) -> str:
    """`radartegal-disway/700001 2026-02-23 17:18+07:00 first Judul (credits Kabar Senja)`."""
    when = member.published_at.isoformat(sep=" ", timespec="minutes") if member.published_at else "no date"
    match = member.match if member.match != "near" else f"near {member.similarity:.1%}"
    credit = f" (credits {member.credit})" if member.credit else ""
    return f"{member.key} {when} {match} {member.title or '(no title)'}{credit}"


def _share_line(what: str, share: float, key: str, title: str | None) -> str:
    return f"{key} {share:.1%} {what}: {title or '(no title)'}"
