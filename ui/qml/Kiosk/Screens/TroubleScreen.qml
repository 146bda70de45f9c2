import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The machine cannot go on: what is safe, and whom to call.
Item {
    id: screen

    required property ShellModel model
    property Item bar: null

    StateCard {
        width: parent.width
        tone: "error"
        icon: "warning-circle"
        title: screen.model.faultTitle
        text: screen.model.faultText
    }
}
