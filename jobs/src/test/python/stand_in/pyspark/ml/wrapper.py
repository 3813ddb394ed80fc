"""Python stages around Java's."""
from pyspark import SparkContext
from pyspark.ml.param import Param, Params
from pyspark.sql import DataFrame


def _jvm():
    return SparkContext._jvm


def _python(value):
    return list(value) if type(value).__name__ == "JavaArray" else value


class JavaParams(Params):
    def __init__(self, java_obj=None):
        super().__init__()
        self._java_obj = java_obj

    @staticmethod
    def _new_java_obj(java_class, *arguments):
        java_obj = _jvm()
        for name in java_class.split("."):
            java_obj = getattr(java_obj, name)
        return java_obj(*arguments)

    def _call_java(self, name, *arguments):
        return getattr(self._java_obj, name)(*arguments)

    def _java_pair(self, param, value):
        return self._java_obj.getParam(param.name).w(value)

    def _transfer_params_to_java(self):
        defaults = []
        for param in self.params:
            if self.isSet(param):
                self._java_obj.set(self._java_pair(param, self._paramMap[param.name]))
            if self.hasDefault(param):
                defaults.append(self._java_pair(param, self._defaultParamMap[param.name]))
        if defaults:
            self._java_obj.setDefault(_jvm().PythonUtils.toSeq(defaults))

    def _transfer_params_from_java(self):
        for param in self.params:
            if self._java_obj.hasParam(param.name):
                java_param = self._java_obj.getParam(param.name)
                if self._java_obj.isSet(java_param):
                    self._set(**{param.name: _python(self._java_obj.getOrDefault(java_param))})
                if self._java_obj.hasDefault(java_param) and not self.isDefined(param):
                    self._setDefault(**{param.name: _python(self._java_obj.getDefault(java_param).get())})

    def _create_params_from_java(self):
        for java_param in list(self._java_obj.params()):
            if not hasattr(self, java_param.name()):
                setattr(self, java_param.name(), Param(self, java_param.name(), java_param.doc()))

    def _to_java(self):
        self._transfer_params_to_java()
        return self._java_obj

    @staticmethod
    def _from_java(java_stage):
        module, name = java_stage.getClass().getName().replace("org.apache.spark", "pyspark").rsplit(".", 1)
        stage = getattr(__import__(module, fromlist=[name]), name)()
        stage._java_obj = java_stage
        if isinstance(stage, JavaModel):
            stage._create_params_from_java()
        stage._resetUid(java_stage.uid())
        stage._transfer_params_from_java()
        return stage


class JavaEstimator(JavaParams):
    def fit(self, dataset):
        self._transfer_params_to_java()
        return self._copyValues(self._create_model(self._java_obj.fit(dataset._jdf)))


class JavaModel(JavaParams):
    def __init__(self, java_model=None):
        super().__init__(java_model)
        if java_model is not None:
            self._create_params_from_java()
            self._resetUid(java_model.uid())

    def transform(self, dataset):
        self._transfer_params_to_java()
        return DataFrame(self._java_obj.transform(dataset._jdf))
