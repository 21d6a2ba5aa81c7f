"""Teaches mypy what a sealed column adds to its model: the attribute under the bare name.

django-stubs' plugin knows ``narrative_sealed``; this one, standing on it, also knows
``narrative``, as an attribute and as an argument of the model and of ``create``.
"""

from collections.abc import Callable

from django.db.models import Model
from mypy.checker import TypeChecker
from mypy.nodes import AssignmentStmt, CallExpr, NameExpr, RefExpr
from mypy.options import Options
from mypy.plugin import ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import AnyType, Type, TypeOfAny, UnionType
from mypy.types import NoneType as MypyNone
from mypy_django_plugin.lib.helpers import lookup_class_typeinfo
from mypy_django_plugin.main import NewSemanalDjangoPlugin

SUFFIX = "_sealed"
MODEL = "vault.fields.model.SealedModel"
PYTHON_TYPES = {
    "SealedTextField": "builtins.str",
    "SealedIntegerField": "builtins.int",
    "SealedDateField": "datetime.date",
    "SealedKeyField": "builtins.bytes",
}


class SealedPlugin(NewSemanalDjangoPlugin):
    """django-stubs' plugin, with the bare names of sealed columns."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        known_types = self.django_context.get_expected_types

        def with_bare_names(
            api: TypeChecker, model_cls: type[Model], *, method: str
        ) -> dict[str, Type]:
            expected: dict[str, Type] = known_types(api, model_cls, method=method)
            info = lookup_class_typeinfo(api, model_cls)
            bare = [name.removesuffix(SUFFIX) for name in expected if name.endswith(SUFFIX)]
            symbols = {name: info.get(name) for name in bare} if info else {}
            return expected | {
                name: symbol.type for name, symbol in symbols.items() if symbol and symbol.type
            }

        self.django_context.get_expected_types = with_bare_names  # type: ignore[method-assign]  # no hook is offered

    def get_base_class_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        """Django's hook for models, followed by ours where the model has sealed columns."""
        djangos: Callable[[ClassDefContext], None] | None = super().get_base_class_hook(fullname)
        if djangos is None:
            return None

        def hook(ctx: ClassDefContext) -> None:
            djangos(ctx)
            if not ctx.cls.info.has_base(MODEL):
                return
            add_bare_names(ctx)
            model = self.django_context.get_model_class_by_fullname(ctx.cls.fullname)
            if model is None or model._meta.abstract:
                # A model's own manager need not be of the kind that the abstract one hands down.
                ctx.cls.info.names.pop("objects", None)

        return hook


def add_bare_names(ctx: ClassDefContext) -> None:
    """Give the class an attribute for each sealed column it declares."""
    for statement in ctx.cls.defs.body:
        if isinstance(statement, AssignmentStmt) and isinstance(statement.rvalue, CallExpr):
            target, called = statement.lvalues[0], statement.rvalue.callee
            if (
                isinstance(target, NameExpr)
                and target.name.endswith(SUFFIX)
                and isinstance(called, RefExpr)
            ):
                opened = _opened_type(ctx, called.name if isinstance(called, NameExpr) else "")
                bare = target.name.removesuffix(SUFFIX)
                add_attribute_to_class(ctx.api, ctx.cls, bare, opened)


def _opened_type(ctx: ClassDefContext, field: str) -> Type:
    name = PYTHON_TYPES.get(field)
    if name is None:
        return AnyType(TypeOfAny.explicit)
    python_type = ctx.api.named_type_or_none(name)
    if python_type is None:
        return AnyType(TypeOfAny.explicit)
    return python_type if name == "builtins.str" else UnionType([python_type, MypyNone()])


def plugin(_version: str) -> type[Plugin]:
    """What mypy asks for."""
    return SealedPlugin
