import QtQuick
import Kiosk.Theme

// One life event: a tinted icon and its name.
Pressable {
    id: tile

    property string icon
    property color tint: Theme.lacquer

    face: column
    sidePadding: Theme.landscape ? 16 : 24
    topPadding: Theme.landscape ? 12 : 28
    ringRadius: Theme.radiusCard

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusCard
        color: tile.down ? Theme.pressed : Theme.card
        border.width: Theme.edge
        border.color: Theme.outline
    }

    Column {
        id: column

        anchors.verticalCenter: parent.verticalCenter
        x: tile.sidePadding
        width: parent.width - 2 * tile.sidePadding
        spacing: Theme.landscape ? 8 : 14

        Rectangle {
            visible: tile.icon !== ""
            width: Math.round(Theme.icon * 1.75)
            height: width
            radius: Math.round(width / 4)
            color: Theme.wash(tile.tint)

            Icon {
                anchors.centerIn: parent
                name: tile.icon
                color: tile.tint
            }
        }

        Label {
            width: parent.width
            text: tile.text
            font.weight: Font.DemiBold
            silent: true
        }
    }
}
