"""What every view model is: frozen props behind Qt properties, with one signal when they change."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Property, QObject, Signal

P = TypeVar("P")


def shown(kind: type, name: str, notify: Signal) -> Any:
    """A read-only Qt property that shows the prop ``name``; ``notify`` must be a signal of the same class."""
    return Property(kind, lambda model: getattr(model.props, name), notify=notify)


def fixed(kind: type, name: str) -> Any:
    """A constant Qt property that shows the attribute ``name``: a list that a view model holds for life."""
    return Property(kind, lambda model: getattr(model, name), constant=True)


class ViewModel(QObject, Generic[P]):
    """Shows one frozen dataclass of props. A subclass declares ``changed = Signal()`` and a property for each prop."""

    changed: ClassVar[Signal]

    def __init__(self, props: P, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = props

    @property
    def props(self) -> P:
        return self._props

    def show(self, props: P) -> None:
        """Show ``props``; QML hears of it only when something is different."""
        if props != self._props:
            self._props = props
            self.changed.emit()
