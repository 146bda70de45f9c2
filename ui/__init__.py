"""All of Qt: the window, the view models and the QML."""

from ui.references import keep_singletons

keep_singletons()
