"""Some hundred random steps of the model test; `make model` takes tens of thousands."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.examples import examples
from tests.model.steps import StudyOnMachines

TestStudyOnMachines = StudyOnMachines.TestCase
TestStudyOnMachines.settings = settings(
    examples(60, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.filter_too_much]),
    stateful_step_count=30,
)
