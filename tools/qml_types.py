"""Describes the view models to qmllint: a `types.qmltypes` per QML module that Python provides, from the live classes.

Qt's own tool for this reads the source and sees only properties declared one by one; the meta object knows them all.
"""

from __future__ import annotations

import ast
import importlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMetaMethod, QMetaObject, QMetaProperty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = {QMetaMethod.MethodType.Signal: "Signal", QMetaMethod.MethodType.Slot: "Method"}


@dataclass(frozen=True)
class Exported:
    """A class that QML may name, and the decorators that say how."""

    module: str
    name: str
    decorators: frozenset[str]
    meta: QMetaObject


def exported_classes(root: Path, package: str) -> Iterator[Exported]:
    """Every class marked `@QmlElement` under ``root/package``."""
    for source in sorted((root / package).rglob("*.py")):
        body = ast.parse(source.read_text(encoding="utf-8")).body
        marked = {node.name: _decorators(node) for node in body if isinstance(node, ast.ClassDef)}
        marked = {name: decorators for name, decorators in marked.items() if "QmlElement" in decorators}
        if not marked:
            continue
        module = importlib.import_module(".".join(source.relative_to(root).with_suffix("").parts))
        for name, decorators in marked.items():
            yield Exported(module.QML_IMPORT_NAME, name, decorators, getattr(module, name).staticMetaObject)


def write_types(root: Path, package: str, out: Path) -> None:
    modules: dict[str, list[Exported]] = defaultdict(list)
    for exported in exported_classes(root, package):
        modules[exported.module].append(exported)
    for name, classes in modules.items():
        folder = out.joinpath(*name.split("."))
        folder.mkdir(parents=True, exist_ok=True)
        own = {cls.name for cls in classes}
        parts = [_component(cls.meta, cls) for cls in classes]
        parts += [_component(meta, None) for meta in _plain_bases(classes) if meta.className() not in own]
        (folder / "types.qmltypes").write_text(
            "import QtQuick.tooling 1.2\nModule {\n" + "".join(parts) + "}\n", encoding="utf-8"
        )
        (folder / "qmldir").write_text(f"module {name}\ntypeinfo types.qmltypes\ndepends QtQuick\n", encoding="utf-8")


def _decorators(node: ast.ClassDef) -> frozenset[str]:
    calls = (item.func if isinstance(item, ast.Call) else item for item in node.decorator_list)
    return frozenset(ast.unparse(item).rpartition(".")[2] for item in calls)


def _plain_bases(classes: list[Exported]) -> Iterator[QMetaObject]:
    """Python classes between an exported class and Qt's own, each once."""
    seen: set[str] = set()
    for cls in classes:
        base = cls.meta.superClass()
        while base is not None and not base.className().startswith("Q"):
            if base.className() not in seen:
                seen.add(base.className())
                yield base
            base = base.superClass()


def _component(meta: QMetaObject, exported: Exported | None) -> str:
    base = meta.superClass()
    prototype = base.className() if base else ""
    lines = [f'name: "{meta.className()}"', 'accessSemantics: "reference"', f'prototype: "{prototype}"']
    if exported:
        creatable = "QmlUncreatable" not in exported.decorators
        lines.append(f'exports: ["{exported.module}/{exported.name} 1.0"]')
        lines.append(f"isCreatable: {str(creatable).lower()}")
        lines.append(f"isSingleton: {str('QmlSingleton' in exported.decorators).lower()}")
        lines.append("exportMetaObjectRevisions: [256]")
    lines += [_property(meta.property(i)) for i in range(meta.propertyOffset(), meta.propertyCount())]
    lines += [_method(meta.method(i)) for i in range(meta.methodOffset(), meta.methodCount())]
    return "    Component {\n" + "".join(f"        {line}\n" for line in lines) + "    }\n"


def _property(item: QMetaProperty) -> str:
    notify = f'; notify: "{_text(item.notifySignal().name())}"' if item.hasNotifySignal() else ""
    constant = "; isPropertyConstant: true" if item.isConstant() else ""
    readonly = "" if item.isWritable() else "; isReadonly: true"
    return f'Property {{ name: "{_text(item.name())}"; {_type(_text(item.typeName()))}{readonly}{constant}{notify} }}'


def _method(item: QMetaMethod) -> str:
    parameters = " ".join(f"Parameter {{ {_type(_text(kind))} }}" for kind in item.parameterTypes())
    returned = _text(item.typeName())
    result = "" if returned == "void" else f"; {_type(returned)}"
    return f'{KINDS[item.methodType()]} {{ name: "{_text(item.name())}"{result}; {parameters} }}'


def _type(name: str) -> str:
    if name.startswith("QList<"):
        name = "QVariantList"  # QML sees a plain array
    return f'type: "{name.removesuffix("*")}"' + ("; isPointer: true" if name.endswith("*") else "")


def _text(name: Any) -> str:
    """Qt's names come as text, bytes or a byte array, against what its annotations say."""
    return name if isinstance(name, str) else bytes(name).decode()
