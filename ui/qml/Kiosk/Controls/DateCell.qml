pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

// Day, month or year: its name, and the digits typed so far.
Pressable {
    id: cell

    property string digits
    property int places: 2
    property bool active: false
    property bool faulty: false

    face: column
    implicitWidth: places === 4 ? 300 : 200
    topPadding: Theme.landscape ? 2 : 10
    sidePadding: 12
    Accessible.description: digits
    Accessible.selected: active

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: cell.down ? Theme.pressed : Theme.card
        border.width: cell.active || cell.faulty ? 5 : Theme.edge
        border.color: cell.faulty ? Theme.error : cell.active ? Theme.ink : Theme.outline
    }

    Column {
        id: column

        anchors.centerIn: parent
        width: parent.width - 2 * cell.sidePadding

        Label {
            width: parent.width
            text: cell.text
            role: "label"
            color: Theme.mute
            horizontalAlignment: Text.AlignHCenter
            silent: true
        }

        Row {
            anchors.horizontalCenter: parent.horizontalCenter

            Repeater {
                model: cell.places

                Label {
                    required property int index

                    width: Math.round(Theme.question * 0.66)
                    horizontalAlignment: Text.AlignHCenter
                    text: cell.digits.charAt(index) || "–"
                    role: "question"
                    color: index < cell.digits.length ? Theme.ink : Theme.outline
                    silent: true
                }
            }
        }
    }
}
