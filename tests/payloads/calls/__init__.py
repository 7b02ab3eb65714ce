"""The calls that are recorded: a module a dialect, a function a recording.

Everybody in them is invented; `people.json` lists them and what belongs to them.
"""
