import QtQuick
import Kiosk.Theme

// Looks like a field, opens a screen («Tìm thủ tục»).
Pressable {
    id: button

    property string hint
    property string icon: "magnifying-glass"

    face: words
    topPadding: Theme.landscape ? 8 : 14
    sidePadding: Theme.landscape ? 24 : 40
    implicitWidth: 600
    Accessible.description: hint

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: button.down ? Theme.pressed : Theme.card
        border.width: Theme.edge + 1
        border.color: Theme.ink
    }

    Icon {
        id: picture

        x: button.sidePadding
        anchors.verticalCenter: parent.verticalCenter
        name: button.icon
        size: Math.round(Theme.icon * 1.1)
    }

    Column {
        id: words

        x: picture.x + picture.width + Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        width: button.width - x - button.sidePadding

        Label {
            width: parent.width
            text: button.text
            role: "action"
            silent: true
        }

        Label {
            visible: text !== ""
            width: parent.width
            text: button.hint
            role: "label"
            color: Theme.mute
            silent: true
        }
    }
}
