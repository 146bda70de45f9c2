import QtQuick
import Kiosk.Theme

// A small action beside a thing («Sửa», «Hiện»), still as high as a finger needs.
Pressable {
    id: button

    property string icon
    property string iconAfter

    face: words

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: button.down ? Theme.pressed : Theme.wash(Theme.lacquer)
        border.width: Theme.edge
        border.color: Theme.lacquer
    }

    ButtonFace {
        id: words

        anchors.fill: parent
        anchors.leftMargin: button.sidePadding
        anchors.rightMargin: button.sidePadding
        text: button.text
        icon: button.icon
        iconAfter: button.iconAfter
        color: Theme.lacquer
        role: "body"
        iconSize: Math.round(Theme.icon * 0.85)
    }
}
