import QtQuick
import Kiosk.Theme
import Kiosk.Keyboard

// The on-screen keyboard, between the question and the action bar; one in the whole application, above the screens.
// It is loaded from the event loop, a moment after the first screen or when a field wants it: the first frame does
// not wait for it, and its library logs from a thread of its own, for which a Python log handler needs the GIL.
Item {
    id: panel

    readonly property bool active: Theme.keyboardUp

    x: Theme.railWidth
    y: parent ? parent.height - Theme.footerHeight - Theme.actionHeight - Theme.keyboardHeight : 0
    width: parent ? parent.width - Theme.railWidth : 0
    height: Theme.keyboardHeight
    visible: active
    z: 5

    Loader {
        id: body

        anchors.fill: parent
        active: false
        // At once (30 ms): a field that has the focus while the keyboard loads piecewise gets no input method.
        asynchronous: false
        source: "KeyboardBody.qml"
        onLoaded: {
            if (Entry.wanted)
                Entry.show();
        }
    }

    Timer {
        interval: Entry.wanted ? 0 : 400
        running: true
        onTriggered: body.active = true
    }
}
