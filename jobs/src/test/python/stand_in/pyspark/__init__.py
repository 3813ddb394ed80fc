"""Stands in for PySpark, which is not to be had where these tests run: as much of its ml API as Sparcode's module uses.

It is written from what PySpark 3.5 does, and talks to the JVM through py4j as that does; it is no proof that the module
works in PySpark itself.
"""
import functools


class SparkContext:
    """The gateway, which the script that starts it sets."""

    _active_spark_context = None
    _jvm = None


def keyword_only(function):
    """Keeps the keyword arguments of a call in ``_input_kwargs``."""

    @functools.wraps(function)
    def wrapper(self, *arguments, **keywords):
        if arguments:
            raise TypeError(f"Method {function.__name__} forces keyword arguments.")
        self._input_kwargs = keywords
        return function(self, **keywords)

    return wrapper
