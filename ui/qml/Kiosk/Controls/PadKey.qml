import QtQuick
import Kiosk.Theme

// A large key of a pad that stands on a page of its own.
Pressable {
    id: key

    property bool special: false

    face: words
    ringRadius: Theme.radiusKey

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusKey
        color: key.down ? Theme.pressed : key.special ? Theme.keySpecial : Theme.key
        border.width: Theme.edge
        border.color: Theme.outline
    }

    Label {
        id: words

        anchors.centerIn: parent
        width: Math.min(Math.ceil(implicitWidth), key.width - 16)
        horizontalAlignment: Text.AlignHCenter
        text: key.text
        role: key.special ? "action" : "question"
        font.weight: Font.Medium
        silent: true
    }
}
