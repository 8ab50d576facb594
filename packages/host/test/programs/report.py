#!/usr/bin/env python3
"""Reads the launch file as any program can, removes it, and reports what it has got: report.py <output> …"""
import json
import os
import stat
import sys

path = os.environ["BECKON_LAUNCH_FILE"]
mode = stat.S_IMODE(os.stat(path).st_mode)
folder_mode = stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode)
with open(path, encoding="utf-8") as file:
    launch = json.load(file)
os.remove(path)
os.rmdir(os.path.dirname(path))

report = {
    "arguments": sys.argv[2:],
    "environment": dict(os.environ),
    "launch": launch,
    "mode": oct(mode),
    "folderMode": oct(folder_mode),
    "pid": os.getpid(),
}
draft = sys.argv[1] + ".draft"
with open(draft, "w", encoding="utf-8") as file:
    json.dump(report, file)
os.rename(draft, sys.argv[1])
