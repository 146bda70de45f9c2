pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Theme

// As many places as there are characters to type, and what was typed.
Row {
    id: places

    property int count: 6
    property string typed
    property bool hidden: false // dots in place of what was typed
    property bool wrong: false
    property real place: Math.min(Theme.landscape ? 64 : 84, (width - (count - 1) * spacing) / count)

    spacing: Theme.gap / 2
    height: Theme.landscape ? 60 : 108

    Repeater {
        model: places.count

        Rectangle {
            id: cell

            required property int index

            readonly property bool next: index === places.typed.length

            width: places.place
            height: places.height
            radius: Theme.radiusKey
            color: places.wrong ? Theme.errorSoft : Theme.card
            border.width: next ? 3 * Theme.edge : Theme.edge
            border.color: places.wrong ? Theme.error : next ? Theme.lacquer : Theme.outline

            Label {
                anchors.centerIn: parent
                text: cell.index >= places.typed.length ? "" : places.hidden ? "•" : places.typed[cell.index]
                role: "title"
            }
        }
    }
}
