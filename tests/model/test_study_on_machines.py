"""A few hundred random steps of the model test; `make model` takes tens of thousands."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.model.steps import StudyOnMachines

TestStudyOnMachines = StudyOnMachines.TestCase
TestStudyOnMachines.settings = settings(
    max_examples=20, stateful_step_count=30, suppress_health_check=list(HealthCheck), print_blob=False
)
