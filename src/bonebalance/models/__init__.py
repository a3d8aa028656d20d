"""The models of the course, each a `bonebalance.Model`."""

from bonebalance.models.balance import model as balance
from bonebalance.models.komarova2003 import model as komarova2003
from bonebalance.models.lemaire2004 import model as lemaire2004

__all__ = ["balance", "komarova2003", "lemaire2004"]
