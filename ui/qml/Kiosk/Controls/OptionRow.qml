import QtQuick
import Kiosk.Theme

// What a radio row and a check row share: a mark on the left, the words, a strong edge when chosen.
Pressable {
    id: row

    property string help
    property bool chosen: false
    property Item mark: null

    readonly property int side: Math.round(Theme.icon * 1.1)

    face: words
    topPadding: Theme.landscape ? 10 : 20
    implicitWidth: 600

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: row.down ? Theme.pressed : row.chosen ? Theme.wash(Theme.lacquer) : Theme.card
        border.width: row.chosen ? Theme.edge + 3 : Theme.edge
        border.color: row.chosen ? Theme.lacquer : Theme.outline
    }

    Column {
        id: words

        x: row.sidePadding + row.side + Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        width: row.width - x - row.sidePadding
        spacing: 4

        Label {
            width: parent.width
            text: row.text
            font.weight: row.chosen ? Font.DemiBold : Font.Medium
            silent: true
        }

        Label {
            visible: text !== ""
            width: parent.width
            text: row.help
            role: "label"
            color: Theme.mute
            silent: true
        }
    }

    onMarkChanged: {
        if (!mark)
            return;
        mark.parent = row;
        mark.x = Qt.binding(() => row.sidePadding);
        mark.y = Qt.binding(() => Math.round((row.height - row.side) / 2));
    }
}
