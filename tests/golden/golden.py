"""Compares values that another program computes with the numbers that stand in the tests.

`golden("wilson_limits", "low of 1 in 10", value)` looks for the function, constant or type `wilson_limits` in `tests/it`,
`src` and `examples`, takes all numbers in its body and in the documentation above it, and says which of them the value
is: equal to all digits that are written there, or within `within` of it where the value itself is known to no more.
`numbers("SERIES")` gives the numbers of a constant, so that data stand in one place. Every script ends with `end()`,
whose exit code is 1 when a value was not found.
"""

import os
import pathlib
import re
import sys
from importlib.metadata import version

ROOT = pathlib.Path(__file__).resolve().parents[2]
NUMBER = re.compile(r"(?<!\w)(?<!\d\.)(?:\d[\d_,]*\d(?:\.\d[\d_]*)?|\d(?:\.\d[\d_]*)?|\.\d+)(?:e-?\d+)?")
WRONG = []
COUNT = [0]


def _sources():
    for folder in ("tests/it", "src", "examples"):
        for path in sorted((ROOT / folder).rglob("*.rs")):
            if "house" not in path.parts:
                yield path, path.read_text()


_CACHE = {}


def _text(name):
    """Bodies of all that is called so, with the documentation above."""
    if name not in _CACHE:
        start = re.compile(
            rf"^(?P<indent> *)(?:pub(?:\([a-z]+\))? )?(?:const )?(?:fn|const|struct|enum|static) {re.escape(name)}\b", re.M
        )
        found = []
        for path, text in _sources():
            for match in start.finditer(text):
                lines, after = text[: match.start()].splitlines(), text[match.start() :].splitlines()
                above = []
                while lines and re.match(r"\s*(///|#\[|//)", lines[-1]):
                    above.append(lines.pop())
                indent = match["indent"]
                body = []
                for line in after:
                    body.append(line)
                    if re.match(rf"{indent}[}}\]\)]+;?$", line) or (len(body) == 1 and line.rstrip().endswith(";")):
                        break
                found.append((path.relative_to(ROOT), "\n".join(above[::-1] + body)))
        if not found:
            sys.exit(f"nothing in the sources is called {name}")
        _CACHE[name] = found
    return _CACHE[name]


def _numbers(text):
    for match in NUMBER.finditer(text):
        written = re.sub("[_,]", "", match[0])
        yield written, float(written)


def _digits(written):
    """Half a unit in the last digit of what was plainly rounded, 0 for whole numbers and a digit or two."""
    mantissa, _, exponent = written.partition("e")
    whole, _, places = mantissa.partition(".")
    if len((whole + places).lstrip("0")) < 3 or not places:
        return 0.0
    return 0.5000001 * 10.0 ** (int(exponent or 0) - len(places))


def golden(name, what, value, within=0.0, relative=1e-13):
    """Says which number of the test `value` is."""
    COUNT[0] += 1
    value, best = abs(float(value)), None
    for path, text in _text(name):
        for written, number in _numbers(text):
            off = abs(number - value)
            if off <= max(_digits(written), within, relative * value) and (best is None or off < best[0]):
                best = (off, written, path)
    if best is None:
        WRONG.append(f"{name}: {what} is {value!r} and not in the test")
        print(f"WRONG  {name:45} {what:44} {value!r}")
    else:
        print(f"ok     {name:45} {what:44} {value!r} = {best[1]}")


def numbers(name, within=None):
    """The numbers of a constant with their signs, or of a function from the text `within` to the next `;`."""
    text = _text(name)[0][1]
    text = text[text.index(within) + len(within) :].partition(";")[0] if within else text.partition("=")[2]
    return [float(number.replace("_", "")) for number in re.findall(r"-?(?<![\w.])\d[\d_]*\.?\d*(?:e-?\d+)?", text)]


def data(name):
    """A file below TXM_DATA, or none, which is said."""
    folder = os.environ.get("TXM_DATA")
    if folder is None:
        print(f"not run: needs TXM_DATA, a folder that holds {name}")
        return None
    return pathlib.Path(folder) / name


def tools(*names):
    """Prints the versions that the values come from."""
    print("Python", sys.version.split()[0], *(f"{name} {version(name)}" for name in names))


def end():
    print(f"{COUNT[0]} values, {len(WRONG)} wrong")
    sys.exit("\n".join(WRONG) or 0)
