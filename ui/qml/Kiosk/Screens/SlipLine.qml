import QtQuick
import Kiosk.Controls
import Kiosk.Models

// What can be said of the slip that was shown, and what it claims.
Item {
    id: line

    required property OutcomeModel model

    visible: model.slipTitle !== ""
    height: visible ? words.implicitHeight : 0

    Panel {
        id: words

        width: line.width
        tone: line.model.slipTone
        icon: line.model.slipIcon
        title: line.model.slipTitle
        text: line.model.slipText
    }
}
