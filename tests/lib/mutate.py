"""mutate.py: the small changes that can be made to a C file, for mutants.py.

Finds, in the bodies of functions, operators, constants, conditions, calls and
assignments, and says what each could be instead.  What is in comments,
strings and directives stays.
"""

import re

TOKEN = re.compile(r"""
    (?P<skip>\s+|/\*.*?\*/|//[^\n]*|^[ \t]*\#(?:[^\n\\]|\\.)*)
  | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<number>0[xX][0-9a-fA-F]+[uUlL]*|\d+[uUlL]*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<sign>->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)
""", re.VERBOSE | re.DOTALL | re.MULTILINE)

OPERATORS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=",
             "!=": "==", "&&": "||", "||": "&&", "+": "-", "-": "+",
             "+=": "-=", "-=": "+=", "<<": ">>", ">>": "<<"}
WORDS = {"true": "false", "false": "true", "ST_OK": "ST_SYSTEM"}
# Calls that say the same of two things in either order.
SYMMETRIC = {"strcmp", "strcasecmp", "memcmp", "strncmp", "strncasecmp"}
# What only gives back: that it is missing is for the leak checkers to say.
GIVES_BACK = re.compile(r"(^|_)(free|close|abandon|munmap)(_|$)|Free")
# Words that cannot begin an expression that is a statement.
KEYWORDS = {"return", "if", "else", "for", "while", "do", "switch", "case",
            "default", "break", "continue", "goto", "sizeof", "struct", "enum",
            "const", "static", "union", "unsigned", "int", "char", "void"}
# A sign before these is not between two operands.
BEFORE_OPERAND = {"(", "[", "{", ",", ";", "=", "return", "?", ":", "case",
                  "&&", "||", "==", "!=", "<", ">", "<=", ">=", "+", "-",
                  "*", "/", "%", "&", "|", "!", "~", "+=", "-="}


class Token:
    def __init__(self, kind, text, at):
        self.kind, self.text, self.at = kind, text, at


class Mutant:
    """One change: `before` at offset `at` of the file becomes `after`."""

    def __init__(self, path, source, kind, at, before, after):
        self.path, self.kind = path, kind
        self.at, self.before, self.after = at, before, after
        self.line = source.count("\n", 0, at) + 1
        start = source.rfind("\n", 0, at) + 1
        end = source.find("\n", at)
        self.text = source[start:end].strip()
        self.changed = (source[start:at] + after + source[
            at + len(before):max(end, at + len(before))]).split("\n")[0].strip()

    def applied(self, source):
        # The lines stay where they are: messages of assert() name them.
        lost = self.before.count("\n") - self.after.count("\n")
        return source[:self.at] + self.after + "\n" * lost + \
            source[self.at + len(self.before):]


def tokens_of(source):
    return [Token(m.lastgroup, m[0], m.start())
            for m in TOKEN.finditer(source) if m.lastgroup != "skip"]


def bodies(tokens):
    """(first, last) of the tokens of each function's body."""
    depth, start = 0, None
    for i, t in enumerate(tokens):
        if t.text == "{":
            if depth == 0 and i > 0 and tokens[i - 1].text == ")":
                start = i
            depth += 1
        elif t.text == "}":
            depth -= 1
            if depth == 0 and start is not None:
                yield start, i
                start = None


def partner(tokens, i):
    """The bracket that closes the one at `i`."""
    depth = 0
    while True:
        depth += tokens[i].text in ("(", "[", "{")
        depth -= tokens[i].text in (")", "]", "}")
        if depth == 0:
            return i
        i += 1


def number_after(text):
    digits = text.rstrip("uUlL")
    value = int(digits, 0 if digits.lower().startswith("0x") else 10)
    return str(value + 1) + text[len(digits):]


def of_token(tokens, i, end):
    """[(kind, from, to, after)] of what the token itself can become."""
    t, last = tokens[i], tokens[i - 1]
    if t.kind == "sign" and t.text in OPERATORS:
        unary = t.text in "+-<>" and last.text in BEFORE_OPERAND
        if not unary:
            yield "operator", t.at, t.at + len(t.text), OPERATORS[t.text]
    elif t.kind == "number":
        yield "constant", t.at, t.at + len(t.text), number_after(t.text)
    elif t.kind == "word" and t.text in WORDS:
        yield "constant", t.at, t.at + len(t.text), WORDS[t.text]
    elif t.kind == "word" and t.text in ("if", "while") and i + 1 < end:
        close = partner(tokens, i + 1)
        a, b = tokens[i + 1].at, tokens[close].at + 1
        yield "condition", a, b, "(!("
        if t.text == "if":
            yield "condition", a, b, "(0 && ("


def of_call(tokens, i):
    """Swapped: the first two arguments of a call."""
    close = partner(tokens, i + 1)
    depth, commas = 0, []
    for k in range(i + 1, close):
        depth += tokens[k].text in ("(", "[", "{")
        depth -= tokens[k].text in (")", "]", "}")
        if depth == 1 and tokens[k].text == ",":
            commas.append(k)
    if commas:
        stop = commas[1] if len(commas) > 1 else close
        yield tokens[i + 2].at, tokens[commas[0]].at, \
            tokens[commas[0] + 1].at, tokens[stop].at


def begins_statement(tokens, i):
    """Can a statement begin here?  Behind `)` only if a condition ends there:
    it may be a cast."""
    before = tokens[i - 1].text
    if before != ")":
        return before in (";", "{", "}", "else")
    depth, k = 0, i - 1
    while True:
        depth += tokens[k].text == ")"
        depth -= tokens[k].text == "("
        if depth == 0:
            return tokens[k - 1].text in ("if", "for", "while")
        k -= 1


def statement_end(tokens, i, end):
    """The `;` of the statement that begins at `i`, if it is one that can be
    dropped: a call or an assignment."""
    first = tokens[i]
    if first.kind != "word" and first.text != "*" or first.text in KEYWORDS:
        return None
    if GIVES_BACK.search(first.text):
        return None
    nxt = tokens[i + 1].text
    if first.kind == "word" and nxt not in ("(", "=", "->", ".", "[", "+=",
                                            "-=", "|=", "&=", "++", "--"):
        return None
    k = i
    while k < end and tokens[k].text != ";":
        if tokens[k].text == "}":
            return None
        if tokens[k].text in ("(", "[", "{"):
            k = partner(tokens, k)
        k += 1
    return k if k < end else None


def mutants_of(path, source):
    """All that can be changed in a file."""
    tokens = tokens_of(source)
    found = []

    def add(kind, a, b, after):
        found.append(Mutant(path, source, kind, a, source[a:b], after))

    for start, end in bodies(tokens):
        for i in range(start + 1, end):
            t = tokens[i]
            for kind, a, b, after in of_token(tokens, i, end):
                if kind == "condition":
                    after += source[a + 1:b - 1] + "))"
                add(kind, a, b, after)
            if t.kind == "word" and tokens[i + 1].text == "(" and \
                    t.text not in KEYWORDS | SYMMETRIC and \
                    tokens[i - 1].text not in ("void", "int", "bool"):
                for a, b, c, d in of_call(tokens, i):
                    if source[a:b].strip() != source[c:d].strip():
                        add("swap", a, d, source[c:d] + source[b:c] +
                            source[a:b])
            if begins_statement(tokens, i):
                stop = statement_end(tokens, i, end)
                if stop is not None:
                    add("drop", t.at, tokens[stop].at + 1, "(void)0;")
    return found
