"""The models of the course, each a `bonebalance.Model`."""

from bonebalance.models.ayati2010 import model as ayati2010
from bonebalance.models.baker2013 import model as baker2013
from bonebalance.models.balance import model as balance
from bonebalance.models.graham2013 import model as graham2013
from bonebalance.models.jorg2022 import model as jorg2022
from bonebalance.models.komarova2003 import model as komarova2003
from bonebalance.models.komarova2005 import model as komarova2005
from bonebalance.models.lemaire2004 import model as lemaire2004
from bonebalance.models.lifetime import model as lifetime
from bonebalance.models.pivonka2008 import model as pivonka2008

__all__ = [
    "ayati2010",
    "baker2013",
    "balance",
    "graham2013",
    "jorg2022",
    "komarova2003",
    "komarova2005",
    "lemaire2004",
    "lifetime",
    "pivonka2008",
]
