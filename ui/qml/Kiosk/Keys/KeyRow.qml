import QtQuick
import QtQuick.Layouts
import QtQuick.VirtualKeyboard.Components

// A row of keys: one weight unit is one letter key.
KeyboardRow {
    keyWeight: 100
    Layout.fillWidth: true
    Layout.fillHeight: true
    Layout.preferredHeight: 100
}
