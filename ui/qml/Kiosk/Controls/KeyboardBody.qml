import QtQuick
import QtQuick.VirtualKeyboard
import Kiosk.Theme

// Qt Virtual Keyboard as a part of our scene; loaded by KeyboardPanel.
InputPanel {
    id: panel

    externalLanguageSwitchEnabled: true

    Binding {
        target: Theme
        property: "keyboardUp"
        value: panel.active
    }
}
