import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// A visit that is asked for or kept can be moved and cancelled.
Item {
    id: buttons

    required property VisitModel model
    readonly property real half: model.move !== "" && model.cancel !== "" ? (width - Theme.gap) / 2 : width

    visible: model.move !== "" || model.cancel !== ""
    height: visible ? Math.max(move.height, cancel.height) : 0

    GoldButton {
        id: move

        visible: text !== ""
        width: buttons.half
        text: buttons.model.move
        icon: "arrows-clockwise"
        onClicked: buttons.model.act("move")
    }

    GoldButton {
        id: cancel

        visible: text !== ""
        x: buttons.width - width
        width: buttons.half
        text: buttons.model.cancel
        icon: "calendar-x"
        onClicked: buttons.model.act("cancel")
    }
}
