"""Saving and loading through Java."""
from pyspark.ml.wrapper import _jvm


class JavaMLWriter:
    def __init__(self, instance):
        self._jwrite = instance._to_java().write()

    def overwrite(self):
        self._jwrite.overwrite()
        return self

    def save(self, path):
        self._jwrite.save(path)


class JavaMLWritable:
    def write(self):
        return JavaMLWriter(self)

    def save(self, path):
        self.write().save(path)


class JavaMLReader:
    def __init__(self, clazz):
        self._clazz = clazz
        java_obj = _jvm()
        for name in self._java_loader_class(clazz).split("."):
            java_obj = getattr(java_obj, name)
        self._jread = java_obj.read()

    def load(self, path):
        return self._clazz._from_java(self._jread.load(path))

    @classmethod
    def _java_loader_class(cls, clazz):
        return clazz.__module__.replace("pyspark", "org.apache.spark") + "." + clazz.__name__


class JavaMLReadable:
    @classmethod
    def read(cls):
        return JavaMLReader(cls)

    @classmethod
    def load(cls, path):
        return cls.read().load(path)
