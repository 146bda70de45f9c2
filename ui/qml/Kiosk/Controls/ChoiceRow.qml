import QtQuick
import Kiosk.Theme

// One of several answers: choosing it unchooses the others.
OptionRow {
    id: row

    property bool selected: false

    chosen: selected
    Accessible.role: Accessible.RadioButton
    Accessible.description: help
    Accessible.checkable: true
    Accessible.checked: selected
    Accessible.selected: selected

    mark: Rectangle {
        width: row.side
        height: row.side
        radius: width / 2
        color: Theme.card
        border.width: 4
        border.color: row.selected ? Theme.lacquer : Theme.outline

        Rectangle {
            visible: row.selected
            anchors.centerIn: parent
            width: Math.round(parent.width * 0.5)
            height: width
            radius: width / 2
            color: Theme.lacquer
        }
    }
}
