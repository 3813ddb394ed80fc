"""Prints the parameters that the Python classes declare: by class, then by name, how each is converted and its meaning."""
import json

import sparcode
from pyspark.ml.param import Param


def declared(stage):
    return {
        name: {"converter": param.typeConverter.__name__, "doc": param.doc, "accessors": accessors(stage, name)}
        for name, param in ((name, getattr(stage, name)) for name in dir(stage))
        if isinstance(param, Param)
    }


def accessors(stage, name):
    return all(hasattr(stage, prefix + name[0].upper() + name[1:]) for prefix in ("get", "set"))


print(json.dumps({stage.__name__: declared(stage) for stage in (sparcode.Autoencoder, sparcode.AutoencoderModel)}))
