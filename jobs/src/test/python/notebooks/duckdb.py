"""Stands in for DuckDB's Python package where it is not installed: as much of it as the notebook uses.

The answers are DuckDB's own, which io.sparcode.jobs.DuckDbQuery asks through JDBC. DUCKDB_CLASSPATH names the class path.
"""
import base64
import json
import os
import subprocess

import numpy as np
import pandas as pd


class Relation:
    def __init__(self, answer):
        self._answer = answer

    def df(self):
        frame = pd.DataFrame(self._answer["rows"], columns=self._answer["columns"])
        for column, kind in zip(self._answer["columns"], self._answer["types"]):
            if kind == "BLOB":
                frame[column] = [bytearray(base64.b64decode(value)) for value in frame[column]]
            elif kind.endswith("[]"):
                frame[column] = [np.array(value, dtype="float32") for value in frame[column]]
        return frame


def sql(query):
    command = ["java", "-Xmx1g", "-cp", os.environ["DUCKDB_CLASSPATH"], "io.sparcode.jobs.DuckDbQuery", query]
    return Relation(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
