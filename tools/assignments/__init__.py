"""Graded assignments: student versions, and grading that survives a real class.

nbgrader does the work. This package keeps its files out of the source tree and its students apart.
"""
