import QtQuick
import Kiosk.Controls
import Kiosk.Models

// The machine cannot go on: what is safe, and whom to call.
Page {
    id: screen

    required property ShellModel model

    StateCard {
        width: parent.width
        tone: "error"
        icon: "warning-circle"
        title: screen.model.faultTitle
        text: screen.model.faultText
    }
}
