import QtQuick
import Kiosk.Theme

// The one action a screen wants.
Pressable {
    id: button

    property string icon
    property string iconAfter

    face: words

    TextMetrics {
        id: large

        font.family: Theme.font
        font.weight: Font.DemiBold
        font.pixelSize: Theme.title
        text: button.text
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: button.down ? Theme.lacquerDeep : Theme.lacquer
        border.width: 0
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
        color: Theme.lacquerInk
        role: large.advanceWidth <= button.width - 2 * button.sidePadding - words.beside ? "title" : "action"
        iconSize: Math.round(Theme.icon * 1.1)
        weight: Font.DemiBold
    }
}
