"""Parameters and their conversion."""
import copy
import uuid


class Param:
    def __init__(self, parent, name, doc, typeConverter=None):
        self.parent = parent.uid
        self.name = name
        self.doc = doc
        self.typeConverter = typeConverter or (lambda value: value)


class TypeConverters:
    @staticmethod
    def toString(value):
        if isinstance(value, str):
            return value
        raise TypeError(f"Could not convert {type(value)} to string type")

    @staticmethod
    def toInt(value):
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value):
            return int(value)
        raise TypeError(f"Could not convert {value} to int")

    @staticmethod
    def toFloat(value):
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
        raise TypeError(f"Could not convert {value} to float")

    @staticmethod
    def toListInt(value):
        if isinstance(value, (list, tuple, range)):
            return [TypeConverters.toInt(item) for item in value]
        raise TypeError(f"Could not convert {value} to list of ints")

    @staticmethod
    def toBoolean(value):
        if isinstance(value, bool):
            return value
        raise TypeError(f"Boolean Param requires value of type bool. Found {type(value)}.")


class Params:
    def __init__(self):
        self.uid = f"{type(self).__name__}_{uuid.uuid4().hex[-12:]}"
        self._paramMap = {}
        self._defaultParamMap = {}
        for name in dir(type(self)):
            declared = getattr(type(self), name)
            if isinstance(declared, Param):
                own = copy.copy(declared)
                own.parent = self.uid
                setattr(self, name, own)

    @staticmethod
    def _dummy():
        dummy = object.__new__(Params)
        dummy.uid = "undefined"
        return dummy

    @property
    def params(self):
        return sorted((p for p in vars(self).values() if isinstance(p, Param)), key=lambda p: p.name)

    def hasParam(self, name):
        return isinstance(getattr(self, name, None), Param)

    def isSet(self, param):
        return param.name in self._paramMap

    def hasDefault(self, param):
        return param.name in self._defaultParamMap

    def isDefined(self, param):
        return self.isSet(param) or self.hasDefault(param)

    def getOrDefault(self, param):
        return (self._paramMap if self.isSet(param) else self._defaultParamMap)[param.name]

    def _set(self, **values):
        for name, value in values.items():
            param = getattr(self, name)
            if value is not None:
                try:
                    value = param.typeConverter(value)
                except TypeError as error:
                    raise TypeError(f'Invalid param value given for param "{param.name}". {error}')
                self._paramMap[name] = value
        return self

    def _setDefault(self, **values):
        for name, value in values.items():
            self._defaultParamMap[name] = value
        return self

    def _resetUid(self, uid):
        self.uid = uid
        for param in self.params:
            param.parent = uid
        return self

    def _copyValues(self, to):
        for param in self.params:
            if to.hasParam(param.name):
                if self.hasDefault(param):
                    to._setDefault(**{param.name: self._defaultParamMap[param.name]})
                if self.isSet(param):
                    to._set(**{param.name: self._paramMap[param.name]})
        return to
