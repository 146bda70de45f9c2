import QtQuick
import Kiosk.Controls
import Kiosk.Theme

// A titled paragraph with its icon; what an officer still has to confirm is said under it.
Rectangle {
    id: card

    required property string title
    required property string text
    required property string icon
    required property string note

    readonly property bool bare: title === "" // a paragraph of a longer text

    height: words.height + (bare ? words.y : 2 * words.y)
    radius: Theme.radiusField
    color: bare ? Theme.paper : Theme.card
    border.width: bare ? 0 : Theme.edge
    border.color: Theme.line

    Icon {
        id: mark

        x: card.bare && card.icon === "" ? 0 : Theme.landscape ? 20 : 32
        y: words.y
        visible: card.icon !== ""
        name: card.icon
        color: Theme.lacquer
    }

    Column {
        id: words

        x: mark.x + (mark.visible ? mark.width + Theme.gap : 0)
        y: card.bare ? 4 : Theme.landscape ? 14 : 24
        width: card.width - x - mark.x
        spacing: 8

        Label {
            visible: text !== ""
            width: parent.width
            text: card.title
            strong: true
        }

        Label {
            visible: text !== ""
            width: parent.width
            text: card.text
        }

        Label {
            visible: text !== ""
            width: parent.width
            text: card.note
            role: "label"
            color: Theme.waiting
        }
    }
}
