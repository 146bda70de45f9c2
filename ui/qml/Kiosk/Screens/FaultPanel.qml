import QtQuick
import Kiosk.Controls

// What is wrong with the answer on screen and how to mend it; a reminder never blocks.
Item {
    id: fault

    required property string text
    required property string level

    height: panel.implicitHeight

    Panel {
        id: panel

        width: fault.width
        tone: fault.level === "warn" ? "waiting" : "error"
        icon: fault.level === "warn" ? "info" : "warning-circle"
        title: fault.level === "warn" ? qsTr("Xem lại:") : qsTr("Cần sửa:")
        text: fault.text
    }
}
