"""Say a TeX formula in words: the text that a screen reader gets for an equation."""

from __future__ import annotations

import re

# Commands that only set type or spacing have no sound.
_SILENT = {
    "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "textstyle",
    "quad", "qquad", "nonumber", "notag", "limits", "hfill", "mathstrut", "middle",
    "bigg", "Bigg", "biggl", "biggr", "Biggl", "Biggr",
}  # fmt: skip
_WORDS = {
    "cdot": "times", "times": "times", "div": "divided by", "pm": "plus or minus", "le": "at most",
    "leq": "at most", "ge": "at least", "geq": "at least", "lt": "less than", "gt": "greater than",
    "ne": "is not", "neq": "is not", "approx": "is about", "sim": "is distributed as",
    "equiv": "is identical to", "propto": "is proportional to", "to": "to", "rightarrow": "to",
    "mapsto": "maps to", "infty": "infinity", "partial": "partial", "nabla": "nabla",
    "sum": "sum", "prod": "product", "int": "integral", "exp": "exp", "ln": "natural log of",
    "log": "log of", "sin": "sine of", "cos": "cosine of", "tan": "tangent of", "max": "maximum of",
    "min": "minimum of", "lim": "limit", "dots": "and so on", "ldots": "and so on",
    "cdots": "and so on", "vdots": "and so on", "in": "in", "quad": "", "Rightarrow": "implies",
    "Leftrightarrow": "if and only if", "forall": "for all", "exists": "there exists",
    "colon": ":", "mid": "given", "circ": "degree", "prime": "prime", "ast": "star",
    "star": "star", "lvert": "absolute value of", "rvert": "", "ell": "l", "det": "determinant of",
    "langle": "mean of", "rangle": "", "iff": "if and only if", "ll": "much less than",
    "gg": "much greater than", "mu": "mu", "underbrace": "", "overbrace": "",
}  # fmt: skip
_ACCENTS = {"bar": "bar", "overline": "bar", "hat": "hat", "tilde": "tilde", "dot": "dot",
            "ddot": "double dot", "vec": "vector", "widehat": "hat",
            "widetilde": "tilde"}  # fmt: skip
_TEXT = {"text", "mathrm", "mathit", "mathbf", "mathsf", "mathtt", "mathcal", "operatorname",
         "textrm", "textit", "textbf", "boldsymbol", "bm", "mathbb", "mathord", "mathop",
         "textstyle", "boxed"}  # fmt: skip
_SIGNS = {"=": "equals", "+": "plus", "-": "minus", "*": "times", "/": "over", "<": "less than",
          ">": "greater than", "'": "prime", "|": "bar", "~": " ", "−": "minus"}  # fmt: skip
_TOKEN = re.compile(r"\\([A-Za-z]+)\*?|\\(.)|([0-9]+(?:\.[0-9]+)?)|(\s+)|(.)", re.DOTALL)


def speak(tex: str) -> str:
    r"""Return the formula `tex` in words.

    Examples
    --------
    >>> speak(r"\frac{dz}{dt} = F - k\,z")
    'd z over d t equals F minus k z'
    >>> speak(r"g_{11}^2")
    'g sub 11 squared'
    """
    tex = re.sub(r"\\(begin|end)\{[A-Za-z*]+\}(\{[lcr|]+\})?", " ", tex)
    tex = re.sub(r"\\label\{[^}]*\}", " ", tex)
    tokens = [match.group(0) for match in _TOKEN.finditer(tex)]
    words = _Speaker([token for token in tokens if not token.isspace()]).run()
    return re.sub(r"\s+([,.;:])", r"\1", " ".join(" ".join(words).split()))


class _Speaker:
    """Reads a list of tokens from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def run(self) -> list[str]:
        """Return the words of everything that is left."""
        words: list[str] = []
        while self.at < len(self.tokens):
            words += self.one()
        return words

    def group(self) -> list[str]:
        """Return the words of the next group or, without braces, of the next token."""
        if self.at >= len(self.tokens) or self.tokens[self.at] != "{":
            return self.one() if self.at < len(self.tokens) else []
        self.at += 1
        words: list[str] = []
        while self.at < len(self.tokens) and self.tokens[self.at] != "}":
            words += self.one()
        self.at += 1
        return words

    def letters(self) -> list[str]:
        """Return the next group as written text."""
        if self.at >= len(self.tokens) or self.tokens[self.at] != "{":
            return self.group()
        end = self.tokens.index("}", self.at) if "}" in self.tokens[self.at :] else len(self.tokens)
        inner = self.tokens[self.at + 1 : end]
        if any(token.startswith("\\") or token in "{_^" for token in inner):
            return self.group()
        self.at = end + 1
        return ["".join(inner)]

    def one(self) -> list[str]:
        """Return the words of the next token and of what belongs to it."""
        token = self.tokens[self.at]
        self.at += 1
        if token == "_":
            return ["sub", *self.group()]
        if token == "^":
            return _power(self.group())
        if token in "{}&":
            return []
        if token.startswith("\\") and len(token) > 1:
            return self.command(token[1:].rstrip("*"))
        return [_SIGNS.get(token, token)]

    def command(self, name: str) -> list[str]:
        """Return the words of a command."""
        if name in {"frac", "dfrac", "tfrac"}:
            above, below = self.group(), self.group()
            return [*_bracketed(above), "over", *_bracketed(below)]
        if name == "sqrt":
            return ["square root of", *_bracketed(self.group())]
        if name in _ACCENTS:
            return [*self.group(), _ACCENTS[name]]
        if name in _TEXT:
            return self.letters()
        if name == "\\":
            return [";"]
        if name in _SILENT or not name.isalpha():
            return [name] if name in {"%", "&", "#", "$"} else []
        return [_WORDS.get(name, name)]


def _power(words: list[str]) -> list[str]:
    if words in (["2"], ["3"]):
        return ["squared" if words == ["2"] else "cubed"]
    if words in (["star"], ["times"], ["prime"], ["degree"]):
        return ["star"] if words == ["times"] else words
    return ["to the power", *_bracketed(words)]


def _bracketed(words: list[str]) -> list[str]:
    joins = {"plus", "minus", "over", "equals"}
    if len(words) > 1 and joins & set(words[1:]):
        return ["(", *words, ")"]
    return words
