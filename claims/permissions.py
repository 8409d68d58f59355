"""Where permissions at the desk come from."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, Permission
from django.db.models import QuerySet


class GroupsAlone(ModelBackend):
    """Gives what the groups of an officer give; a permission handed to one account by hand counts for nothing."""

    def _get_user_permissions(self, user_obj: AbstractBaseUser) -> QuerySet[Permission]:
        return Permission.objects.none()
