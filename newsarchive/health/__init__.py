"""Health: each run is compared with the past of its outlets, and what is broken is named in the same run."""

from newsarchive.health.judge import HealthReport, judge_run
from newsarchive.health.rules import NAMES

__all__ = ["NAMES", "HealthReport", "judge_run"]
