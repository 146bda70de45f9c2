import QtQuick
import Kiosk.Theme

// One of the things to do next, in order.
Rectangle {
    id: row

    property int number: 1
    property string text

    implicitWidth: 600
    implicitHeight: Math.max(Theme.landscape ? 60 : 100, words.height + (Theme.landscape ? 16 : 32))
    radius: Theme.radiusField
    color: Theme.card
    border.width: Theme.edge
    border.color: Theme.outline

    Label {
        id: count

        x: Theme.landscape ? 20 : 32
        width: Math.round(Theme.title * 0.9)
        anchors.verticalCenter: parent.verticalCenter
        text: row.number
        role: "title"
        color: Theme.lacquer
        font.weight: Font.ExtraBold
        silent: true
    }

    Label {
        id: words

        x: count.x + count.width + 12
        width: row.width - x - (Theme.landscape ? 20 : 32)
        anchors.verticalCenter: parent.verticalCenter
        text: row.text
    }
}
