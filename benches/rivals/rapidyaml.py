#!/usr/bin/env python3
"""Reads files with rapidyaml (`pip install rapidyaml`) and tells how long that took.

It is told what to do on its standard input, a line at a time, and answers each with a line:

    load PATH...TAB...PATH   how many bytes were read
    run                      nanoseconds of thread CPU time that the trees of all files took, and how many
                             files were refused; copying the text, which is parsed in place, is not counted
    reuse                    as `run`, into a tree that already has its memory
"""

import sys
import time

import ryml


def measure(texts, tree_for):
    spent = refused = 0
    for text in texts:
        buffer = bytearray(text)
        tree = tree_for()
        start = time.thread_time_ns()
        try:
            ryml.parse_in_place(buffer, tree=tree)
        except Exception:  # rapidyaml has a type of error for each stage
            refused += 1
        spent += time.thread_time_ns() - start
    return "%d %d" % (spent, refused)


def cleared(tree):
    tree.clear()
    tree.clear_arena()
    return tree


def main():
    texts = []
    reused = ryml.Tree()
    for line in sys.stdin:
        command, _, paths = line.rstrip("\n").partition(" ")
        if command == "load":
            texts = [open(path, "rb").read() for path in paths.split("\t")]
            answer = str(sum(map(len, texts)))
        elif command == "reuse":
            answer = measure(texts, lambda: cleared(reused))
        else:
            answer = measure(texts, ryml.Tree)
        print(answer, flush=True)


main()
