"""Which citizen an officer's account belongs to."""

from django.contrib.auth.models import AbstractBaseUser

from claims.models import OfficerIdentity


def keep_nik(user: AbstractBaseUser, nik: str) -> None:
    """Keep the citizen number of an account, sealed: from now on USER cannot handle claims of that person.

    It may be replaced, never taken away. Raises IntegrityError when another account has it.
    """
    identity = OfficerIdentity.objects.filter(user=user).first() or OfficerIdentity(user=user)
    identity.nik = nik
    identity.save()
