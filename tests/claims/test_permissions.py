"""Permissions at the desk come from groups alone."""

import pytest
from django.contrib.auth.models import Group, Permission

from claims.domain.workflow import Role
from tests.builders import make_office, make_officer

pytestmark = pytest.mark.django_db
HOLIDAYS = "claims.change_holiday"


def test_a_permission_given_to_one_account_by_hand_counts_for_nothing():
    """B: roles are groups, and nothing else opens a page."""
    officer = make_officer(Role.VERIFIER, office=make_office())
    officer.user_permissions.add(Permission.objects.get(codename="change_holiday"))

    assert not officer.has_perm(HOLIDAYS)


def test_a_permission_of_a_group_counts():
    officer = make_officer(Role.AUDITOR, office=make_office())
    Group.objects.get(name=Role.AUDITOR).permissions.add(Permission.objects.get(codename="change_holiday"))

    assert officer.has_perm(HOLIDAYS)
