"""Models as SBML Level 3 Version 2, the format in which the field exchanges them.

States are parameters that rate rules change, definitions are assignment rules: the text says
what the equations say, and adds no reactions that no paper wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

import sympy
from sympy.printing.mathml import MathMLContentPrinter

from bonebalance.equations import Equations
from bonebalance.errors import UnitError
from bonebalance.numeric import smooth
from bonebalance.units import Unit, parse_unit, resolved

_CORE = "http://www.sbml.org/sbml/level3/version2/core"
_MATH = "http://www.w3.org/1998/Math/MathML"
_XHTML = "http://www.w3.org/1999/xhtml"
_KINDS = {
    "cell": ("item", 1.0),
    "day": ("second", 86400.0),
    "kilogram": ("kilogram", 1.0),
    "meter": ("metre", 1.0),
    "mole": ("mole", 1.0),
}


class _Printer(MathMLContentPrinter):  # type: ignore[misc]
    """Writes each quantity by its plain name, without typographic subscripts."""

    def _print_Symbol(self, sym: sympy.Symbol) -> object:
        element = self.dom.createElement("ci")
        element.appendChild(self.dom.createTextNode(sym.name))
        return element

    _print_State = _print_Parameter = _print_Definition = _print_Symbol


def sbml(equations: Equations) -> str:
    """Return a model as an SBML document.

    Parameters
    ----------
    equations : Equations
        The model; its time must be measured in a unit of time.

    Returns
    -------
    str
        XML, Level 3 Version 2, with a unit for every number. A state that tells the time is 0 at
        its start, as the notes say: where a run starts later, set it to the first time.
    """
    for prefix, space in (("", _CORE), ("math", _MATH), ("xhtml", _XHTML)):
        ET.register_namespace(prefix, space)
    root = ET.Element(f"{{{_CORE}}}sbml", {"level": "3", "version": "2"})
    values = {
        sympy.Symbol(parameter.name, real=True): sympy.nsimplify(parameter.value, rational=True)
        for parameter in equations.parameters.values()
    }
    units = _Units(values)
    model = _add(
        root, "model", id=_identifier(equations.name), name=equations.name,
        timeUnits=units.name(equations.time_unit),
    )  # fmt: skip
    _add_notes(model, equations)
    listed = _add(model, "listOfUnitDefinitions")
    parameters = _add(model, "listOfParameters")
    for state in equations.states:
        _add_quantity(parameters, state, units, value=state.initial, constant=False)
    for parameter in equations.parameters.values():
        _add_quantity(parameters, parameter, units, value=parameter.value, constant=True)
    for definition in equations.definitions:
        _add_quantity(parameters, definition, units, value=None, constant=False)
    rules = _add(model, "listOfRules")
    for definition, expression in equations.definitions.items():
        _add_math(_add(rules, "assignmentRule", variable=definition.name), expression)
    for state, expression in equations.rates.items():
        _add_math(_add(rules, "rateRule", variable=state.name), expression)
    units.write(listed)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


class _Units:
    """Collects the units that a document needs, each under one identifier."""

    def __init__(self, values: Mapping[sympy.Symbol, sympy.Expr]) -> None:
        self._values = values
        self._known: dict[str, Unit] = {}

    def name(self, text: str) -> str:
        """Return the identifier of a unit written as in a model."""
        if text == "1":
            return "dimensionless"
        identifier = f"unit_{len(self._known) + 1}"
        for known, other in self._known.items():
            if str(other) == str(parse_unit(text)):
                return known
        self._known[identifier] = parse_unit(text)
        return identifier

    def write(self, parent: ET.Element) -> None:
        """Add every unit, its symbolic exponents at the model's own parameter values."""
        for identifier, unit in self._known.items():
            definition = _add(parent, "unitDefinition", id=identifier)
            listed = _add(definition, "listOfUnits")
            factor = float(resolved(unit.factor, self._values))
            powers = {
                base: float(resolved(exponent, self._values))
                for base, exponent in unit.dimensions.items()
            }
            if factor != 1 or not any(powers.values()):
                _add_unit(listed, "dimensionless", 1.0, factor)
            for base, power in powers.items():
                if base not in _KINDS:
                    message = f"SBML export knows no unit of {base}; it knows {', '.join(_KINDS)}"
                    raise UnitError(message)
                kind, size = _KINDS[base]
                if power:
                    _add_unit(listed, kind, power, size)


def _add_unit(parent: ET.Element, kind: str, exponent: float, multiplier: float) -> None:
    _add(parent, "unit", kind=kind, exponent=repr(exponent), scale="0", multiplier=repr(multiplier))


def _add_quantity(
    parent: ET.Element,
    quantity: sympy.Symbol,
    units: _Units,
    *,
    value: float | None,
    constant: bool,
) -> None:
    element = _add(
        parent, "parameter", id=quantity.name, name=quantity.description,
        units=units.name(quantity.unit), constant=str(constant).lower(),
    )  # fmt: skip
    if value is not None:
        element.set("value", repr(value))


def _add_notes(model: ET.Element, equations: Equations) -> None:
    notes = _add(model, "notes")
    body = ET.SubElement(notes, f"{{{_XHTML}}}body")
    clocks = [
        f"{state.name} tells the time. It is 0 here; where a run starts later, set it to the first "
        f"time of the run, in the unit {equations.time_unit}."
        for state in equations.states
        if state.clock
    ]
    for text in (equations.summary, *clocks, *equations.errata, *equations.limits):
        if text:
            ET.SubElement(body, f"{{{_XHTML}}}p").text = text


def _add_math(parent: ET.Element, expression: sympy.Expr) -> None:
    printed = _Printer().doprint(smooth(sympy.sympify(expression)))
    math = ET.SubElement(parent, f"{{{_MATH}}}math")
    math.append(ET.fromstring(f'<r xmlns="{_MATH}">{printed}</r>')[0])


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_CORE}}}{tag}", attributes)


def _identifier(name: str) -> str:
    plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in name)
    return plain if plain[:1].isalpha() else f"_{plain}"
