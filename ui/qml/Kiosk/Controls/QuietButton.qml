import QtQuick
import Kiosk.Theme

// Another way on: outlined, on the paper's own colour.
Pressable {
    id: button

    property string icon
    property string iconAfter

    face: words

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: button.down ? Theme.pressed : Theme.paper
        border.width: Theme.edge + 1
        border.color: Theme.ink
    }

    ButtonFace {
        id: words

        anchors.fill: parent
        anchors.leftMargin: button.sidePadding
        anchors.rightMargin: button.sidePadding
        text: button.text
        icon: button.icon
        iconAfter: button.iconAfter
        color: Theme.ink
    }
}
