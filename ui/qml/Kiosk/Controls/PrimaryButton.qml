import QtQuick
import Kiosk.Theme

// The one action a screen wants.
Pressable {
    id: button

    property string icon
    property string iconAfter

    face: words
    fades: false // what cannot be pressed yet can still be read

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
        color: !button.enabled ? Theme.keySpecial : button.down ? Theme.lacquerDeep : Theme.lacquer
        border.width: button.enabled ? 0 : Theme.edge
        border.color: Theme.outline
    }

    ButtonFace {
        id: words

        anchors.fill: parent
        anchors.leftMargin: button.sidePadding
        anchors.rightMargin: button.sidePadding
        text: button.text
        icon: button.icon
        iconAfter: button.iconAfter
        color: button.enabled ? Theme.lacquerInk : Theme.mute
        role: large.advanceWidth <= button.width - 2 * button.sidePadding - words.beside ? "title" : "action"
        iconSize: Math.round(Theme.icon * 1.1)
        weight: Font.DemiBold
    }
}
