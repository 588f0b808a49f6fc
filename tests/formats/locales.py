#!/usr/bin/env python3
"""Models with fractions load whatever the locale's decimal separator is.  TAP.

usage: locales.py PROBE   (tests/formats/probe.c)
"""
import os
import subprocess
import sys
import tempfile

MODEL = '{"name":"x","input":[4,8,8],"layers":[{"kind":"dropout","p":0.25}]}\0'
# a comma, and a separator of two bytes
LOCALES = ["de_DE", "ps_AF"]

probe = sys.argv[1]
print(f"1..{len(LOCALES)}")
with tempfile.TemporaryDirectory() as folder:
    for number, name in enumerate(LOCALES, 1):
        claim = f"{number} /formats/locales/{name}-loads-fractions"
        try:
            subprocess.run(["localedef", "-c", "-i", name, "-f", "UTF-8", f"{folder}/{name}.UTF-8"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except FileNotFoundError:
            pass
        if not os.path.isdir(f"{folder}/{name}.UTF-8"):
            print(f"ok {claim} # SKIP the locale cannot be made; the package locales has it")
            continue
        environment = {**os.environ, "LOCPATH": folder, "LC_ALL": f"{name}.UTF-8"}
        done = subprocess.run([probe, "check"], input=MODEL.encode(), env=environment, stdout=subprocess.PIPE)
        good = done.returncode == 0 and done.stdout == b"ok\0"
        print(f"{'ok' if good else 'not ok'} {claim}")
