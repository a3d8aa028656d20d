"""The models of the course, each a `bonebalance.Model`, made when it is first asked for.

Making all of them takes as long as importing everything else.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bonebalance.model import Model
    from bonebalance.models.arthritis import model as arthritis
    from bonebalance.models.ayati2010 import model as ayati2010
    from bonebalance.models.baker2013 import model as baker2013
    from bonebalance.models.balance import model as balance
    from bonebalance.models.chain import model as chain  # noqa: F401, see COUPLED
    from bonebalance.models.crane import model as crane
    from bonebalance.models.graham2013 import model as graham2013
    from bonebalance.models.immune import model as immune
    from bonebalance.models.jorg2022 import model as jorg2022
    from bonebalance.models.komarova2003 import model as komarova2003
    from bonebalance.models.komarova2005 import model as komarova2005
    from bonebalance.models.lemaire2004 import model as lemaire2004
    from bonebalance.models.lifetime import model as lifetime
    from bonebalance.models.osteoimmune import model as osteoimmune  # noqa: F401, see COUPLED
    from bonebalance.models.pivonka2008 import model as pivonka2008
    from bonebalance.models.vertebra import model as vertebra  # noqa: F401, see COUPLED

__all__ = [
    "arthritis",
    "ayati2010",
    "baker2013",
    "balance",
    "crane",
    "graham2013",
    "immune",
    "jorg2022",
    "komarova2003",
    "komarova2005",
    "lemaire2004",
    "lifetime",
    "pivonka2008",
]

# Without a page here: made of models of the list above, or explained in the chapter that draws it.
COUPLED = ("osteoimmune", "vertebra", "chain")


class _Models(ModuleType):
    """A package whose attributes are the models and not the files that they stand in."""

    def __getattr__(self, name: str) -> "Model":
        if name not in (*__all__, *COUPLED):
            message = f"there is no model {name!r}; known are {', '.join((*__all__, *COUPLED))}"
            raise AttributeError(message)
        import_module(f"{__name__}.{name}")
        model: Model = self.__dict__[name]
        return model

    def __setattr__(self, name: str, value: object) -> None:
        # Whoever imports a file of a package also sets the package's attribute of that name.
        made = name in (*__all__, *COUPLED) and isinstance(value, ModuleType)
        super().__setattr__(name, value.__dict__["model"] if made else value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__, *COUPLED})


sys.modules[__name__].__class__ = _Models
