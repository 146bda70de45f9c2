"""All of Qt: the window, the view models and the QML."""
