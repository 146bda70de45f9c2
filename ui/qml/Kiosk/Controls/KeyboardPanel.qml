import QtQuick
import Kiosk.Theme

// The on-screen keyboard, between the question and the action bar; one in the whole application, above the screens.
Item {
    id: panel

    readonly property bool active: Theme.keyboardUp
    property alias loaded: body.active // false leaves the keyboard unloaded while the first screen starts

    x: Theme.railWidth
    y: parent ? parent.height - Theme.footerHeight - Theme.actionHeight - Theme.keyboardHeight : 0
    width: parent ? parent.width - Theme.railWidth : 0
    height: Theme.keyboardHeight
    visible: active

    Loader {
        id: body

        anchors.fill: parent
        source: "KeyboardBody.qml"
    }
}
