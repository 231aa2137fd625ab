#!/usr/bin/env python3
"""Mutation check of the reader of dates in minutes: every mutant of src/japanese/dates compiled into one program.

    pip install tree-sitter tree-sitter-rust
    python3 benches/mutants.py [FOLDER] [--only SUBSTRING] [--jobs N]

Makes the changes that cargo-mutants makes (benches/mutants.sh), but writes each behind a switch that the environment
sets, so that the module is built once instead of once per mutant. The oracle is tests/data/dates with the unit tests of
the module. FOLDER (by default target/mutants) gets survived.txt; docs/mutants.md explains those that stay.
"""
import concurrent.futures
import glob
import json
import os
import re
import shutil
import subprocess
import sys

import tree_sitter
import tree_sitter_rust

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language()))
BINARY = {
    "&&": ["||"], "||": ["&&"], "==": ["!="], "!=": ["=="], "<": ["==", ">", "<="], ">": ["==", "<", ">="],
    "<=": [">"], ">=": ["<"], "+": ["-", "*"], "-": ["+", "/"], "*": ["+", "/"], "/": ["%", "*"], "%": ["/", "+"],
}
COMPARE = {"==", "!=", "<", ">", "<=", ">="}
ASSIGN = {"+=": ["-=", "*="], "-=": ["+=", "/="], "|=": ["&="], "&=": ["|="], "*=": ["+=", "/="]}
SWITCH = '''//! Which mutant is on.
use std::sync::OnceLock;
pub fn on(id: usize) -> bool {
    static ID: OnceLock<usize> = OnceLock::new();
    *ID.get_or_init(|| std::env::var("MUTANT").ok().and_then(|id| id.parse().ok()).unwrap_or(0)) == id
}
pub fn not(id: usize, x: bool) -> bool { if on(id) { x } else { !x } }
pub fn and(id: usize, a: bool, b: impl FnOnce() -> bool) -> bool { if on(id) { a || b() } else { a && b() } }
pub fn or(id: usize, a: bool, b: impl FnOnce() -> bool) -> bool { if on(id) { a && b() } else { a || b() } }
pub fn eq<A: PartialEq<B>, B>(id: usize, a: &A, b: &B) -> bool { (a == b) != on(id) }
pub fn ne<A: PartialEq<B>, B>(id: usize, a: &A, b: &B) -> bool { (a != b) != on(id) }
pub fn lt<A: PartialOrd<B>, B>(id: usize, a: &A, b: &B) -> bool {
    if on(id) { a == b } else if on(id + 1) { a > b } else if on(id + 2) { a <= b } else { a < b }
}
pub fn gt<A: PartialOrd<B>, B>(id: usize, a: &A, b: &B) -> bool {
    if on(id) { a == b } else if on(id + 1) { a < b } else if on(id + 2) { a >= b } else { a > b }
}
pub fn le<A: PartialOrd<B>, B>(id: usize, a: &A, b: &B) -> bool { if on(id) { a > b } else { a <= b } }
pub fn ge<A: PartialOrd<B>, B>(id: usize, a: &A, b: &B) -> bool { if on(id) { a < b } else { a >= b } }
'''
NAMES = {"==": "eq", "!=": "ne", "<": "lt", ">": "gt", "<=": "le", ">=": "ge"}
RETURNS = {
    "bool": ["true", "false"], "usize": ["0", "1"], "u32": ["0", "1"], "i32": ["0", "1"], "i64": ["0", "1"],
    "char": ["'x'"], "String": ["String::new()", '"xyzzy".into()'], "&str": ['""', '"xyzzy"'],
    "(bool, usize)": ["(true, 0)", "(false, 0)"], "Option<usize>": ["None", "Some(0)", "Some(1)"],
    "Option<u32>": ["None", "Some(1)"], "Option<i32>": ["None", "Some(1)"], "": [""], "Unit": ["Unit::Fiscal", "Unit::Calendar"],
}
mutants = []


class File:
    def __init__(self, path):
        self.name = os.path.relpath(path, ROOT)
        self.source = open(path, "rb").read()
        self.tests = self.source.find(b"#[cfg(test)]\nmod tests")

    def raw(self, node):
        return self.source[node.start_byte:node.end_byte].decode()

    def new(self, node, what, count=1):
        first = len(mutants) + 1
        row, column = node.start_point
        for change in (what if isinstance(what, list) else [what]):
            mutants.append(f"{self.name}:{row + 1}:{column + 1}: {change} in {self.function}")
        return first

    def write(self, node):
        """The text of a node with its switches."""
        if self.tests >= 0 and node.start_byte >= self.tests:
            return self.raw(node)
        handler = getattr(self, "on_" + node.type, None)
        return handler(node) if handler else self.children(node)

    def children(self, node, replace=None):
        if not node.children:
            return self.raw(node)
        out, at = [], node.start_byte
        for child in node.children:
            out.append(self.source[at:child.start_byte].decode())
            out.append((replace or {}).get(child.id) or self.write(child))
            at = child.end_byte
        out.append(self.source[at:node.end_byte].decode())
        return "".join(out)

    # Nothing runs in these.
    def on_attribute_item(self, node):
        return self.raw(node)

    def on_macro_invocation(self, node):
        return self.raw(node)

    def on_type_arguments(self, node):
        return self.raw(node)

    def on_const_item(self, node):
        if self.function == "":
            return self.raw(node)
        # A constant of a function may hold a switch once it is a variable.
        text = self.children(node)
        return text.replace("const ", "let ", 1) if "crate::switch::" in text else text

    function = ""

    def on_function_item(self, node):
        modifiers = [c for c in node.children if c.type == "function_modifiers"]
        if any("const" in self.raw(m) for m in modifiers):
            return self.raw(node)
        before, self.function = self.function, self.raw(node.child_by_field_name("name"))
        body = node.child_by_field_name("body")
        returned = node.child_by_field_name("return_type")
        kind = self.raw(returned) if returned else ""
        values = RETURNS.get(kind, ["None"] if kind.startswith("Option<") else ["Vec::new()"] if kind.startswith("Vec<") else [])
        switches = ""
        for value in values:
            id = self.new(node, f"replace {self.function} -> {kind or '()'} with {value or '()'}")
            switches += f" if crate::switch::on({id}) {{ return {value}; }}"
        text = self.children(body)
        out = self.children(node, {body.id: "{" + switches + text[1:]})
        self.function = before
        return out

    def on_binary_expression(self, node):
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = self.raw(node.child_by_field_name("operator"))
        l, r = self.write(left), self.write(right)
        if operator not in BINARY or '"' in (self.raw(right)[:1], self.raw(left)[-1:]):
            return f"{l} {operator} {r}"
        id = self.new(node.child_by_field_name("operator"), [f"replace {operator} with {o}" for o in BINARY[operator]])
        if operator in COMPARE:
            return f"crate::switch::{NAMES[operator]}({id}, &({l}), &({r}))"
        if operator in ("&&", "||"):
            if "?" in r or "return" in r:
                return f"(if crate::switch::on({id}) {{ {l} {BINARY[operator][0]} {r} }} else {{ {l} {operator} {r} }})"
            return f"crate::switch::{'and' if operator == '&&' else 'or'}({id}, {l}, || {r})"
        a, b = BINARY[operator]
        return (f"(if crate::switch::on({id}) {{ {l} {a} {r} }} else if crate::switch::on({id + 1}) {{ {l} {b} {r} }} "
                f"else {{ {l} {operator} {r} }})")

    def on_compound_assignment_expr(self, node):
        operator = next(self.raw(c) for c in node.children if self.raw(c) in ASSIGN)
        l, r = self.raw(node.child_by_field_name("left")), self.write(node.child_by_field_name("right"))
        id = self.new(node, [f"replace {operator} with {o}" for o in ASSIGN[operator]])
        switches = "".join(f"if crate::switch::on({id + i}) {{ {l} {o} {r} }} else " for i, o in enumerate(ASSIGN[operator]))
        return f"{{ {switches} {{ {l} {operator} {r} }} }}"

    def on_unary_expression(self, node):
        operator, inner = self.raw(node.children[0]), node.children[-1]
        if operator == "!":
            id = self.new(node, "delete !")
            return f"crate::switch::not({id}, {self.write(inner)})"
        # A reference to an array cannot hold a switch.
        fixed = node.parent.type == "array_expression" and node.parent.parent.type == "reference_expression"
        if operator == "-" and not fixed:
            id = self.new(node, "delete -")
            text = self.write(inner)
            return f"(if crate::switch::on({id}) {{ {text} }} else {{ -{text} }})"
        return self.children(node)

    def on_match_block(self, node):
        arms = [c for c in node.children if c.type == "match_arm"]
        wild = any(self.raw(arm.child_by_field_name("pattern")).strip() == "_" for arm in arms)
        out, at = [], node.start_byte
        for child in node.children:
            out.append(self.source[at:child.start_byte].decode())
            out.append(self.arm(child, wild) if child.type == "match_arm" else self.write(child))
            at = child.end_byte
        out.append(self.source[at:node.end_byte].decode())
        return "".join(out)

    def arm(self, arm, wild):
        pattern = arm.child_by_field_name("pattern")
        condition = pattern.child_by_field_name("condition")
        end = condition.prev_sibling.start_byte if condition else pattern.end_byte
        head = self.source[pattern.start_byte:end].decode().rstrip()
        guard = None
        if condition and condition.type not in ("let_condition", "let_chain"):
            yes = self.new(condition, [f"replace match guard {self.raw(condition)} with true", "replace match guard with false"])
            guard = f"(crate::switch::on({yes}) || (!crate::switch::on({yes + 1}) && ({self.write(condition)})))"
        elif condition:
            guard = self.write(condition)
        if wild and head != "_" and "_" != self.raw(pattern).strip():
            id = self.new(arm, f"delete match arm {head[:40]}")
            guard = f"!crate::switch::on({id})" + (f" && {guard}" if guard else "")
        return self.children(arm, {pattern.id: head + (f" if {guard}" if guard else "")})


def build(folder):
    crate = os.path.join(folder, "crate")
    shutil.rmtree(crate, ignore_errors=True)
    os.makedirs(os.path.join(crate, "tests/data"))
    shutil.copytree(os.path.join(ROOT, "src/japanese"), os.path.join(crate, "src/japanese"))
    shutil.copytree(os.path.join(ROOT, "data"), os.path.join(crate, "data"))
    shutil.copytree(os.path.join(ROOT, "tests/data/dates"), os.path.join(crate, "tests/data/dates"))
    shutil.copy(os.path.join(ROOT, "tests/dates.rs"), os.path.join(crate, "tests/dates.rs"))
    shutil.copy(os.path.join(ROOT, "Cargo.lock"), crate)
    for path in sorted(glob.glob(os.path.join(ROOT, "src/japanese/dates/*.rs"))):
        file = File(path)
        text = file.write(PARSER.parse(file.source).root_node)
        # Comments stand where they stood; the root node begins at the first token.
        open(os.path.join(crate, os.path.relpath(path, ROOT)), "w").write(text)
    open(os.path.join(crate, "src/switch.rs"), "w").write(SWITCH)
    open(os.path.join(crate, "src/lib.rs"), "w").write("#![allow(warnings)]\npub mod japanese;\npub mod switch;\n")
    manifest = re.search(r"cat > .*?<<'TOML'\n(.*?)TOML", open(os.path.join(ROOT, "benches/mutants.sh")).read(), re.S).group(1)
    open(os.path.join(crate, "Cargo.toml"), "w").write(manifest.replace("debug = false", "debug = false\nopt-level = 1"))
    done = subprocess.run(["cargo", "test", "--lib", "--test", "dates", "--no-run", "--message-format=json"], cwd=crate,
                          stdout=subprocess.PIPE)
    if done.returncode:
        messages = [json.loads(l) for l in done.stdout.decode().splitlines() if l.startswith("{")]
        for m in messages:
            if m.get("reason") == "compiler-message" and m["message"]["level"] == "error":
                print(m["message"]["rendered"])
        sys.exit("the mutants do not build")
    programs = [json.loads(l).get("executable") for l in done.stdout.decode().splitlines() if l.startswith("{")]
    return crate, [p for p in programs if p]


def survives(id, crate, programs):
    for program in programs:
        run = [program, "-q"] if "dates-" not in os.path.basename(program) else [
            program, "-q", "expressions_as_printed", "long_texts", "spans_lie", "every_row"]
        try:
            env = dict(os.environ, MUTANT=str(id), PROPTEST_CASES="16", CARGO_MANIFEST_DIR=crate)
            if subprocess.run(run, cwd=crate, env=env, capture_output=True, timeout=30).returncode:
                return False
        except subprocess.TimeoutExpired:
            return False
    return True


def main():
    arguments = sys.argv[1:]
    only = arguments[arguments.index("--only") + 1] if "--only" in arguments else ""
    jobs = int(arguments[arguments.index("--jobs") + 1]) if "--jobs" in arguments else 1
    folder = arguments[0] if arguments and not arguments[0].startswith("--") else os.path.join(ROOT, "target/mutants")
    os.makedirs(folder, exist_ok=True)
    crate, programs = build(folder)
    if not survives(0, crate, programs):
        sys.exit("the tests fail without a mutant")
    chosen = [(id, name) for id, name in enumerate(mutants, 1) if only in name]
    print(f"{len(mutants)} mutants, {len(chosen)} to run")
    survived = []
    with open(os.path.join(folder, "survived.txt"), "w") as out, concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for (id, name), alive in zip(chosen, pool.map(lambda m: survives(m[0], crate, programs), chosen)):
            if alive:
                survived.append(name)
                print(f"{id} {name}", file=out, flush=True)
                print("survived", id, name, flush=True)
    print(f"{len(chosen)} mutants: {len(chosen) - len(survived)} caught, {len(survived)} survived")


if __name__ == "__main__":
    main()
